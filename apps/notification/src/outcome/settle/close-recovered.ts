import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { ALERT_COLUMNS, type AlertRow } from '../../alerts/alert-row.js';
import { applyEvents, type Happening, type LifeRules } from '../../life/apply-events.js';
import type { ChangedOutcome } from './settle-outcomes.js';

const LOCK = statement(
  'alert-outcome.lock-alerts',
  `SELECT ${ALERT_COLUMNS} FROM alert WHERE tenant = $1 AND id = ANY($2::text[]) ORDER BY id FOR UPDATE`,
);
/** Who reopens what was resolved for an order that is none any more. */
const NOBODY = 'orderweave';

/**
 * Resolves alerts that are recovered now, where their rules say so, and reopens those that were resolved for that alone and are
 * not, while their window lasts. Alerts of customers who are held out wait for nobody, so they are left alone. Returns how many
 * alerts changed.
 */
export async function closeRecovered(
  tx: Transaction,
  rules: LifeRules,
  { tenant, changed, now }: { tenant: string; changed: readonly ChangedOutcome[]; now: number },
): Promise<number> {
  const concerned = changed.filter(({ before, outcome }) => {
    const turned = before.outcome.orders > 0 !== outcome.orders > 0;
    return turned && before.resolves && before.muted !== 'holdout';
  });
  if (concerned.length === 0) return 0;
  const ids = textArray(concerned.map(({ alertId }) => alertId));
  const alerts = await tx.query<AlertRow & Record<string, unknown>>(LOCK, [tenant, ids]);
  const turns = new Map(concerned.map((one) => [one.alertId, one]));
  const happenings = alerts.flatMap((alert): Happening[] => {
    const { outcome, before } = turns.get(alert.id)!;
    if (outcome.orders > 0) return [{ alert, event: { action: 'recover' }, note: outcome.first?.order }];
    const forThatAlone = alert.state === 'resolved' && alert.resolution === 'recovered';
    return forThatAlone && now <= before.until ? [{ alert, event: { action: 'reopen', actor: NOBODY } }] : [];
  });
  const applied = happenings.length > 0 ? await applyEvents(tx, rules, happenings, now) : [];
  return applied.filter((result) => result !== null && result !== 'same').length;
}
