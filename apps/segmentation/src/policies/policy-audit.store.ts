import type { Day } from '@orderweave/domain-ordering';
import { statement, type Transaction } from '@orderweave/postgres';

const ADD = statement(
  'policy-audit.add',
  'INSERT INTO policy_audit (tenant, actor, role, action, version, from_day, note) VALUES ($1, $2, $3, $4, $5, $6, $7)',
);
const PAGE = statement(
  'policy-audit.page',
  `SELECT id::float8 AS id, at, actor, role, action, version, from_day, note FROM policy_audit
    WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
);

/** What can be done with a policy. */
export const POLICY_ACTIONS = ['seeded', 'drafted', 'activated', 'rolled-back', 'superseded', 'withdrawn'] as const;
export type PolicyAction = (typeof POLICY_ACTIONS)[number];

/** Who does something. */
export interface Actor {
  readonly tenant: string;
  readonly name: string;
  readonly role: string;
}

/** Something done with a version; `from`: the day from which it is, or would have been, in force. */
export interface PolicyDeed {
  readonly action: PolicyAction;
  readonly version: number;
  readonly from?: Day;
  readonly note?: string | undefined;
}

/** A deed as it is kept. */
export interface AuditRow {
  id: number;
  at: Date;
  actor: string;
  role: string;
  action: PolicyAction;
  version: number;
  from_day: Day | null;
  note: string | null;
}

/** Notes who did what. Whoever changes an activation must: the note tells all replicas to read the activations anew. */
export async function recordDeed(tx: Transaction, { tenant, name, role }: Actor, deed: PolicyDeed): Promise<void> {
  const { action, version, from = null, note = null } = deed;
  await tx.execute(ADD, [tenant, name, role, action, version, from, note]);
}

/** The deeds before `before` (an id), newest first. */
export function readDeeds(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  { before, limit }: { before: number; limit: number },
): Promise<AuditRow[]> {
  return reader.query<AuditRow & Record<string, unknown>>(PAGE, [tenant, before, limit]);
}
