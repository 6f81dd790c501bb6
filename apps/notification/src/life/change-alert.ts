import { readClock, type AlertEvent } from '@orderweave/domain-notification';
import type { Transaction } from '@orderweave/postgres';
import type { AlertRow } from '../alerts/alert-row.js';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { applyEvents, type LifeRules } from './apply-events.js';
import { lockAlert } from './standing.store.js';

/** Who does what to which alert. */
export interface AlertChange {
  readonly tenant: string;
  readonly alertId: string;
  /** What is done, given the tenant's moment. */
  readonly event: (now: number) => AlertEvent;
  /** Set for callers who see only the alerts that concern them. */
  readonly person?: string | undefined;
  readonly note?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** How a change ended; `refused` when the alert's state does not allow it. */
export type AlertChangeResult =
  { readonly result: 'changed' | 'same' | 'refused'; readonly alert: AlertRow } | { readonly result: 'unknown' };

/** Does something with one alert; doing it again changes nothing. `wallNow` in epoch milliseconds. */
export async function changeAlert(
  tx: Transaction,
  rules: LifeRules,
  change: AlertChange,
  wallNow: number,
): Promise<AlertChangeResult> {
  const { tenant, alertId, person, note, traceparent } = change;
  const before = await lockAlert(tx, tenant, alertId, person);
  if (!before) return { result: 'unknown' };
  const now = readClock((await loadClocks(tx, [tenant])).get(tenant), wallNow);
  const happening = { alert: before, event: change.event(now), note, traceparent };
  const [after] = await applyEvents(tx, rules, [happening], now);
  if (after === 'same') return { result: 'same', alert: before };
  return after ? { result: 'changed', alert: after } : { result: 'refused', alert: before };
}
