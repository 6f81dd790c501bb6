import { escalate, NO_TEAM, nextStepOf, type AlertEvent, type SalesTeam } from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import { standingOf, type AlertRow } from '../alerts/alert-row.js';
import { applyEvents, type Happening, type LifeRules } from './apply-events.js';
import { lockDue } from './standing.store.js';

/** What time's work on alerts needs. */
export interface SweepParts extends LifeRules {
  /** Tells people of alerts that they were not told of, or that have come back to them. */
  readonly notify: (tx: Transaction, told: Told) => Promise<void>;
}

/** Alerts that went up to further people, alerts whose snooze is over, and alerts that are told again. */
export interface Told {
  readonly escalated: readonly { readonly alert: AlertRow; readonly people: readonly string[] }[];
  readonly woken: readonly AlertRow[];
  readonly repeated: readonly AlertRow[];
}

/** Rounds in one transaction at most: an alert that was asleep for long may have several steps to make. */
const MOST_ROUNDS = 20;

/**
 * Makes the steps that time has made due for a tenant's alerts: wakes what was snoozed, escalates what nobody saw to, expires what is
 * too old. `now` by the tenant's clock. Returns how many steps there were.
 */
export async function sweepAlerts(
  tx: Transaction,
  parts: SweepParts,
  { tenant, team = NO_TEAM, now }: { tenant: string; team?: SalesTeam | undefined; now: number },
): Promise<number> {
  const day = localDay(now, parts.calendarOf(tenant).timeZone);
  let steps = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = await lockDue(tx, tenant, now);
    if (due.length === 0) break;
    const happenings = due.map((alert): Happening => ({ alert, event: eventOf(alert, team, day) }));
    const after = await applyEvents(tx, parts, happenings, now);
    const escalated = happenings.flatMap(({ alert, event }) =>
      event.action === 'escalate' && event.people.length > 0 ? [{ alert, people: event.people }] : [],
    );
    const rowsAfter = (action: AlertEvent['action']) =>
      after.filter((row, index): row is AlertRow => happenings[index]!.event.action === action && isRow(row));
    await parts.notify(tx, { escalated, woken: rowsAfter('wake'), repeated: rowsAfter('repeat') });
    steps += due.length;
  }
  return steps;
}

function eventOf(alert: AlertRow, team: SalesTeam, day: number): AlertEvent {
  const next = nextStepOf(standingOf(alert));
  if (next?.step === 'expire' || next?.step === 'wake' || next?.step === 'repeat') return { action: next.step };
  const told = { level: alert.level, told: alert.recipients };
  const route = escalate(told, alert.owner ?? undefined, team, day);
  return { action: 'escalate', people: route?.people ?? [], level: route?.level ?? alert.level };
}

function isRow(row: AlertRow | 'same' | null): row is AlertRow {
  return row !== null && row !== 'same';
}
