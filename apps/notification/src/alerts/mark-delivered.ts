import { statement, type Transaction } from '@orderweave/postgres';

const DELIVERED = statement(
  'alert.delivered',
  `UPDATE alert SET state = 'delivered', changed_xid = pg_current_xact_id()
   WHERE tenant = $1 AND id = $2 AND state = 'open' RETURNING id`,
);

/** Moves an open alert on to `delivered`; false when it had moved on already. */
export async function markDelivered(tx: Transaction, tenant: string, alertId: string): Promise<boolean> {
  return (await tx.execute(DELIVERED, [tenant, alertId])) > 0;
}
