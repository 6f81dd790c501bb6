import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { ALERT_COLUMNS, type AlertRow } from './alert-row.js';

const DELIVERED = statement(
  'alert.delivered',
  `UPDATE alert SET state = 'delivered', changed_xid = pg_current_xact_id()
   WHERE tenant = $1 AND id = ANY($2::text[]) AND state = 'open' RETURNING ${ALERT_COLUMNS}`,
);

/** Moves open alerts on to `delivered`; returns those that had not moved on already. */
export function markDelivered(tx: Transaction, tenant: string, ids: readonly string[]): Promise<AlertRow[]> {
  return tx.query<AlertRow & Record<string, unknown>>(DELIVERED, [tenant, textArray(ids)]);
}
