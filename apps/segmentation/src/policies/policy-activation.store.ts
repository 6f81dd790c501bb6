import type { Day } from '@orderweave/domain-ordering';
import { statement, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const ALL = statement(
  'policy-activation.all',
  `SELECT from_day AS "from", version, activated_by AS by, activated_at AS at FROM policy_activation
    WHERE tenant = $1 ORDER BY from_day`,
);
const PUT = statement(
  'policy-activation.put',
  `INSERT INTO policy_activation (tenant, from_day, version, activated_by) VALUES ($1, $2, $3, $4)
   ON CONFLICT (tenant, from_day) DO UPDATE
      SET version = excluded.version, activated_by = excluded.activated_by, activated_at = excluded.activated_at`,
);
const REMOVE = statement(
  'policy-activation.remove',
  'DELETE FROM policy_activation WHERE tenant = $1 AND version = $2 AND from_day > $3 RETURNING from_day',
);
const JUDGED_AHEAD = statement(
  'policy-activation.judged-ahead',
  'SELECT EXISTS (SELECT 1 FROM customer WHERE tenant = $1 AND evaluated_on >= $2) AS judged',
);

/** A version's coming into force. */
export interface ActivationRow {
  /** From the start of this local day on, until the next activation's. */
  from: Day;
  version: number;
  by: string;
  at: Date;
}

/** A tenant's activations, ascending by day. */
export function readActivations(reader: Reader, tenant: string): Promise<ActivationRow[]> {
  return reader.query<ActivationRow & Record<string, unknown>>(ALL, [tenant]);
}

/** Brings a version into force from a day that the clock has not announced yet, in place of another one of that day. */
export async function putActivation(
  tx: Transaction,
  tenant: string,
  { from, version, by }: Pick<ActivationRow, 'from' | 'version' | 'by'>,
): Promise<void> {
  await tx.execute(PUT, [tenant, from, version, by]);
}

/** Takes a version's activations after a day away; returns their days. */
export async function removeActivations(
  tx: Transaction,
  tenant: string,
  { version, after }: { version: number; after: Day },
): Promise<Day[]> {
  const rows = await tx.query<{ from_day: Day }>(REMOVE, [tenant, version, after]);
  return rows.map(({ from_day }) => from_day).sort((a, b) => a - b);
}

/** Whether somebody was judged as of a day from `from` on already, by an order placed ahead of the tenant's clock. */
export async function isJudgedAhead(reader: Reader, tenant: string, from: Day): Promise<boolean> {
  const [row] = await reader.query<{ judged: boolean }>(JUDGED_AHEAD, [tenant, from]);
  return row?.judged === true;
}
