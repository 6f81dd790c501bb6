import { showsHabit, type SignalPolicy } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';
import { unpackHistory } from '../ledger/history-text.js';
import { makeDueByPolicy } from './signal-work.store.js';

const START_PASS = statement(
  'signal-pass.start',
  `INSERT INTO signal_pass AS p (tenant, policy, cursor) VALUES ($1, $2, '')
   ON CONFLICT (tenant) DO UPDATE SET policy = excluded.policy, cursor = '' WHERE p.policy <> excluded.policy`,
);
const TAKE_PASS = statement(
  'signal-pass.take',
  'SELECT cursor FROM signal_pass WHERE tenant = $1 AND cursor IS NOT NULL FOR UPDATE SKIP LOCKED',
);
const MOVE_PASS = statement('signal-pass.move', 'UPDATE signal_pass SET cursor = $2 WHERE tenant = $1');
const NEXT_CUSTOMERS = statement(
  'signal-pass.next-customers',
  `SELECT c.customer_id, c.history, w.due_on IS NOT NULL AS watched
     FROM customer c LEFT JOIN signal_watch w ON w.tenant = c.tenant AND w.customer_id = c.customer_id
    WHERE c.tenant = $1 AND c.customer_id > $2 ORDER BY c.tenant, c.customer_id LIMIT $3`,
);

/** Has all customers of a tenant judged anew if its policy of signals is another than the one given last. */
export async function startSignalPass(tx: Transaction, tenant: string, policy: string): Promise<void> {
  await tx.execute(START_PASS, [tenant, policy]);
}

/**
 * Has the next customers of a pass be due, those who show a habit or are to be judged some day anyway; returns how many were looked at, or 0
 * when there is no pass that nobody else works on.
 */
export async function continueSignalPass(
  tx: Transaction,
  tenant: string,
  policy: SignalPolicy,
  limit: number,
): Promise<number> {
  const [pass] = await tx.query<{ cursor: string }>(TAKE_PASS, [tenant]);
  if (!pass) return 0;
  const rows = await tx.query<{ customer_id: string; history: string; watched: boolean }>(NEXT_CUSTOMERS, [
    tenant,
    pass.cursor,
    limit,
  ]);
  const ids = rows
    .filter(({ history, watched }) => watched || showsHabit(unpackHistory(history).ledger.purchaseDays, policy))
    .map(({ customer_id }) => customer_id);
  await makeDueByPolicy(tx, tenant, ids);
  await tx.execute(MOVE_PASS, [tenant, rows.length < limit ? null : rows.at(-1)!.customer_id]);
  return Math.max(1, rows.length);
}
