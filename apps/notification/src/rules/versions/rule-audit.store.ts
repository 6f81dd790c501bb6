import { statement, type Transaction } from '@orderweave/postgres';

const ADD = statement(
  'rule-audit.add',
  'INSERT INTO rule_audit (tenant, actor, role, action, version, from_at, note) VALUES ($1, $2, $3, $4, $5, $6, $7)',
);
const PAGE = statement(
  'rule-audit.page',
  `SELECT id::float8 AS id, at, actor, role, action, version, from_at AS "from", note FROM rule_audit
    WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
);

/** What can be done with a version of rules. */
export const RULE_ACTIONS = ['drafted', 'activated', 'rolled-back', 'superseded', 'withdrawn'] as const;
export type RuleAction = (typeof RULE_ACTIONS)[number];

/** Who does something. */
export interface Actor {
  readonly tenant: string;
  readonly name: string;
  readonly role: string;
}

/** Something done with a version; `from`: the moment from which it is, or would have been, in force, epoch milliseconds. */
export interface RuleDeed {
  readonly action: RuleAction;
  readonly version: number;
  readonly from?: number;
  readonly note?: string | undefined;
}

/** A deed as it is kept. */
export interface RuleAuditRow {
  id: number;
  at: Date;
  actor: string;
  role: string;
  action: RuleAction;
  version: number;
  from: Date | null;
  note: string | null;
}

/** Notes who did what. Whoever changes an activation must: the note tells all replicas to read the activations anew. */
export async function recordDeed(tx: Transaction, { tenant, name, role }: Actor, deed: RuleDeed): Promise<void> {
  const { action, version, from, note = null } = deed;
  const at = from === undefined ? null : new Date(from).toISOString();
  await tx.execute(ADD, [tenant, name, role, action, version, at, note]);
}

/** The deeds before `before` (an id), newest first. */
export function readDeeds(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  { before, limit }: { before: number; limit: number },
): Promise<RuleAuditRow[]> {
  return reader.query<RuleAuditRow & Record<string, unknown>>(PAGE, [tenant, before, limit]);
}
