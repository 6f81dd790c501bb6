import { NO_TEAM, peopleAt, readClock } from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { ALERT_COLUMNS, type AlertRow } from '../alerts/alert-row.js';
import { loadClocks } from '../clock/tenant-clock.store.js';
import type { OwnedCustomer } from '../merges/hand-over.js';
import { loadTeams } from '../team/sales-team.store.js';
import { applyEvents, type Happening, type LifeRules } from './apply-events.js';

/** What handing alerts over needs. */
export interface ReownParts extends LifeRules {
  /** Tells people of alerts that are theirs now. */
  readonly notify: (tx: Transaction, alerts: readonly AlertRow[]) => Promise<void>;
  /** Called after a commit that handed something over. */
  readonly onChanged: () => void;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

const LOCK = statement(
  'alert.lock-other-owners',
  `SELECT ${ALERT_COLUMNS} FROM alert JOIN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (tenant, customer, owner)) asked
     ON alert.tenant = asked.tenant AND alert.customer_id = asked.customer
   WHERE alert.tenant = ANY($1) AND alert.customer_id = ANY($2) AND alert.state NOT IN ('resolved', 'expired')
     AND alert.acknowledged_at IS NULL AND alert.owner IS DISTINCT FROM asked.owner
   ORDER BY alert.tenant, alert.id FOR UPDATE OF alert`,
);

/**
 * Gives alerts that nobody has acknowledged to whom their customers belong to now, and tells those people of what waits; what is snoozed
 * they hear of when it wakes. How long it has waited already counts on.
 */
export async function reownAlerts(
  tx: Transaction,
  parts: ReownParts,
  customers: readonly OwnedCustomer[],
): Promise<void> {
  const alerts = await tx.query<AlertRow & Record<string, unknown>>(LOCK, [
    textArray(customers.map(({ tenant }) => tenant)),
    textArray(customers.map(({ customerId }) => customerId)),
    textArray(customers.map(({ owner }) => owner)),
  ]);
  if (alerts.length === 0) return;
  const owners = new Map(customers.map(({ tenant, customerId, owner }) => [`${tenant}/${customerId}`, owner]));
  const tenants = [...new Set(alerts.map(({ tenant }) => tenant))];
  const [clocks, teams] = [await loadClocks(tx, tenants), await loadTeams(tx, tenants)];
  for (const tenant of tenants) {
    const now = readClock(clocks.get(tenant), parts.now());
    const team = teams.get(tenant) ?? NO_TEAM;
    const day = localDay(now, parts.calendarOf(tenant).timeZone);
    const happenings = alerts.flatMap((alert): (Happening & { event: { people: readonly string[] } })[] => {
      if (alert.tenant !== tenant) return [];
      const owner = owners.get(`${tenant}/${alert.customerId}`) ?? null;
      return [{ alert, event: { action: 'reown', owner, people: peopleAt('owner', owner ?? undefined, team, day) } }];
    });
    const after = await applyEvents(tx, parts, happenings, now);
    const told = after.flatMap((row, index) => {
      if (row === null || row === 'same' || (row.state !== 'open' && row.state !== 'delivered')) return [];
      return [{ ...row, recipients: [...happenings[index]!.event.people] }];
    });
    if (told.length > 0) await parts.notify(tx, told);
  }
  tx.onCommit(() => parts.onChanged());
}
