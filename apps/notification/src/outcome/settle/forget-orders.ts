import { outcomeHorizon } from '@orderweave/domain-notification';
import { statement, type Transaction } from '@orderweave/postgres';
import { pruneOrders } from '../follow/outcome-order.store.js';

const LOAD = statement('outcome-horizon.load', 'SELECT at FROM outcome_horizon WHERE tenant = $1');
const MOVE = statement(
  'outcome-horizon.move',
  `INSERT INTO outcome_horizon AS known (tenant, at) VALUES ($1, $2)
   ON CONFLICT (tenant) DO UPDATE SET at = excluded.at WHERE excluded.at > known.at`,
);
const HOUR_MS = 3_600_000;
/** Documents forgotten in one transaction at most; more than come with the customers of one. */
const MOST_FORGOTTEN = 5_000;

/**
 * Up to when a tenant's documents are forgotten, epoch milliseconds: what has to be judged is judged by that, and not by a clock
 * that may have jumped since the news came.
 */
export async function loadHorizon(tx: Transaction, tenant: string): Promise<number> {
  const [row] = await tx.query<{ at: Date }>(LOAD, [tenant]);
  return row?.at.getTime() ?? 0;
}

/** Forgets documents that no alert can need any more; to be called when there is no news. `now` by the tenant's clock. */
export async function forgetOrders(tx: Transaction, tenant: string, known: number, now: number): Promise<void> {
  const horizon = outcomeHorizon(now);
  const moves = horizon >= known + HOUR_MS;
  if (moves) await tx.execute(MOVE, [tenant, new Date(horizon).toISOString()]);
  await pruneOrders(tx, tenant, moves ? horizon : known, MOST_FORGOTTEN);
}
