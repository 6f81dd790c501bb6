import { outcomeHorizon } from '@orderweave/domain-notification';
import { statement, type Transaction } from '@orderweave/postgres';
import { pruneOrders } from '../follow/outcome-order.store.js';

const MOVE = statement(
  'outcome-horizon.move',
  `INSERT INTO outcome_horizon AS known (tenant, at) VALUES ($1, $2)
   ON CONFLICT (tenant) DO UPDATE SET at = excluded.at WHERE excluded.at > known.at`,
);
const HOUR_MS = 3_600_000;
/** Documents forgotten in one transaction at most; more than come with the customers of one. */
const MOST_FORGOTTEN = 5_000;

/**
 * Forgets documents that no alert can need any more; to be called when there is no news. `known` is up to when they are forgotten already,
 * `now` by the tenant's clock, both in epoch milliseconds.
 */
export async function forgetOrders(tx: Transaction, tenant: string, known: number, now: number): Promise<void> {
  const horizon = outcomeHorizon(now);
  const moves = horizon >= known + HOUR_MS;
  if (moves) await tx.execute(MOVE, [tenant, new Date(horizon).toISOString()]);
  await pruneOrders(tx, tenant, moves ? horizon : known, MOST_FORGOTTEN);
}
