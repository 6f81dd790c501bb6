import { statement, type Transaction } from '@orderweave/postgres';

const HOLD = statement('model-pass.hold', 'SELECT 1 FROM model_pass WHERE tenant = $1 FOR UPDATE');
const BEGIN = statement(
  'model-pass.begin',
  `INSERT INTO model_pass AS p (tenant, cursor, everybody) VALUES ($1, '', $2)
   ON CONFLICT (tenant) DO UPDATE SET cursor = '', everybody = p.everybody OR excluded.everybody`,
);
const TAKE = statement(
  'model-pass.take',
  'SELECT tenant, cursor, everybody FROM model_pass LIMIT 1 FOR UPDATE SKIP LOCKED',
);
const MOVE = statement('model-pass.move', 'UPDATE model_pass SET cursor = $2 WHERE tenant = $1');
const END = statement('model-pass.end', 'DELETE FROM model_pass WHERE tenant = $1');

/** Keeps the pass under way, if there is one, from going on until the end of the transaction. */
export async function holdModelPass(tx: Transaction, tenant: string): Promise<void> {
  await tx.query(HOLD, [tenant]);
}

/** Has the customers of a tenant judged anew, from the first on: those judged by another model, or everybody. */
export async function beginModelPass(tx: Transaction, tenant: string, { everybody = false } = {}): Promise<void> {
  await tx.execute(BEGIN, [tenant, everybody]);
}

/** A pass under way: the customers up to `cursor` are done. */
export interface ModelPass {
  tenant: string;
  cursor: string;
  everybody: boolean;
}

/** Takes over a pass that nobody works on at the moment; undefined when there is none. */
export async function takeModelPass(tx: Transaction): Promise<ModelPass | undefined> {
  const [pass] = await tx.query<ModelPass & Record<string, unknown>>(TAKE);
  return pass;
}

/** Notes that the customers up to `cursor` are done; null ends the pass. */
export async function moveModelPass(tx: Transaction, tenant: string, cursor: string | null): Promise<void> {
  await (cursor === null ? tx.execute(END, [tenant]) : tx.execute(MOVE, [tenant, cursor]));
}
