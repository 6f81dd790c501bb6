import type { Transition } from '@orderweave/contracts';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

// JSON text has no raw line breaks: what was told goes as lines, for its many quotes make it dear in an array.
const ADD = `INSERT INTO transition (tenant, kind, effective_at, id, customer_id, from_state, to_state, cause, told)
   SELECT * FROM ROWS FROM (
     unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]),
     string_to_table($9, E'\\n'))`;
// Ids are made so that none comes twice, and looking for each would make a row dearer by half; should one come, it is told once.
const ADD_NEW = statement('transition.add', ADD);
const ADD_MISSING = statement('transition.add-missing', `${ADD} ON CONFLICT DO NOTHING`);
// A turned day tells so many times in one transaction that all others' reads would get dearer by its subtransactions.
const MOST_ATTEMPTS = 32;
const COLUMNS = 't.kind, t.effective_at, t.id, t.customer_id, t.from_state, t.to_state, t.told, p.name, p.owner';
const FILTER = `t.effective_at >= $3 AND t.effective_at < $4 AND (t.effective_at, t.id) < ($5, $6)
       AND ($7::text IS NULL OR coalesce(t.from_state, 'none') = $7) AND ($8::text IS NULL OR coalesce(t.to_state, 'none') = $8)
       AND ($9::text IS NULL OR t.cause = $9) AND ($10::text IS NULL OR t.from_state = $10 OR t.to_state = $10)
       AND ($11::text IS NULL OR p.owner = $11)`;
const PROFILE = 'LEFT JOIN profile p ON p.tenant = t.tenant AND p.customer_id = t.customer_id';
const NEWEST = 'ORDER BY t.effective_at DESC, t.id DESC LIMIT $12';
// The newest of each kind, and the newest of these.
const PAGE = statement(
  'transition.page',
  `SELECT t.* FROM unnest($2::text[]) AS k (kind) CROSS JOIN LATERAL (
     SELECT ${COLUMNS} FROM transition t ${PROFILE} WHERE t.tenant = $1 AND t.kind = k.kind AND ${FILTER} ${NEWEST}) t ${NEWEST}`,
);
const PAGE_OF_CUSTOMER = statement(
  'transition.page-of-customer',
  `SELECT ${COLUMNS} FROM transition t ${PROFILE}
    WHERE t.tenant = $1 AND t.customer_id = $13 AND t.kind = ANY($2::text[]) AND ${FILTER} ${NEWEST}`,
);

/** What of a transition is kept as it was told. */
export type ToldTransition = Pick<
  Transition,
  'basis' | 'month' | 'label' | 'recordedAt' | 'cause' | 'because' | 'alertable'
>;

/** A kept transition, and who the customer is by now. */
export interface TransitionRow {
  readonly kind: Transition['kind'];
  readonly effective_at: Date;
  readonly id: string;
  readonly customer_id: string;
  readonly from_state: string | null;
  readonly to_state: string | null;
  readonly told: string;
  readonly name: string | null;
  readonly owner: string | null;
}

/** Which transitions are listed; null asks for any. Instants are ISO 8601 texts, or `infinity` and `-infinity`. */
export interface TransitionPage {
  readonly kinds: readonly Transition['kind'][];
  readonly customerId: string | null;
  /** A state, or `none`. */
  readonly from: string | null;
  readonly to: string | null;
  readonly cause: string | null;
  /** A state that was left or come to. */
  readonly either: string | null;
  readonly since: string;
  /** Exclusive. */
  readonly until: string;
  /** Only this salesperson's customers. */
  readonly owner: string | null;
  /** When the last one listed became true, and its id. */
  readonly before: readonly [effectiveAt: string, id: string];
  readonly limit: number;
}

/** Keeps transitions in the transaction that publishes them: one statement, however many. */
export async function keepTransitions(tx: Transaction, transitions: readonly Transition[]): Promise<void> {
  const column = (of: (transition: Transition) => string | null) => textArray(transitions.map(of));
  const rows = [
    column(({ tenant }) => tenant),
    column(({ kind }) => kind),
    plainArray(transitions.map(({ effectiveAt }) => effectiveAt)),
    column(({ id }) => id),
    column(({ customerId }) => customerId),
    column(({ from }) => from),
    column(({ to }) => to),
    column(({ cause }) => cause.type),
    transitions.map(toldOf).join('\n'),
  ];
  if (tx.attempts < MOST_ATTEMPTS && (await tx.attempt(ADD_NEW, rows))) return;
  tx.write(ADD_MISSING, rows);
}

function toldOf({ basis, month, label, recordedAt, cause, because, alertable }: Transition): string {
  const told: ToldTransition = { basis, month, label, recordedAt, cause, because, alertable };
  return JSON.stringify(told);
}

/** Transitions of a tenant, the one that became true last first. */
export function readTransitions(reader: Reader, tenant: string, page: TransitionPage): Promise<TransitionRow[]> {
  const { kinds, customerId, from, to, cause, either, since, until, owner, before, limit } = page;
  const values = [tenant, textArray([...kinds]), since, until, ...before, from, to, cause, either, owner, limit];
  return customerId === null
    ? reader.query<TransitionRow & Record<string, unknown>>(PAGE, values)
    : reader.query<TransitionRow & Record<string, unknown>>(PAGE_OF_CUSTOMER, [...values, customerId]);
}
