import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { feedbackKey, referencesOf, type FeedbackChange, type FeedbackState } from './feedback-state.js';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
// Locked in the order of their keys, as by everybody who locks several: the caller gives them sorted.
const LOCK = statement(
  'feedback.lock',
  `SELECT f.* FROM unnest($2::text[], $3::text[]) AS a (channel, feedback_id) CROSS JOIN LATERAL (
     SELECT channel, feedback_id, to_char(revised_at AT TIME ZONE 'UTC', ${INSTANT}) AS revised_at, revision_hash, kind, score,
            text, language, to_char(given_at AT TIME ZONE 'UTC', ${INSTANT}) AS given_at, given_on::text, order_key,
            identifiers, sku, sentiment, sentiment_basis, detractor, customer_id, attached, version
       FROM feedback f WHERE f.tenant = $1 AND f.channel = a.channel AND f.feedback_id = a.feedback_id LIMIT 1 FOR UPDATE) f`,
);
const ANY = statement('feedback.any', 'SELECT EXISTS (SELECT 1 FROM feedback WHERE tenant = $1) AS any');
const FIND = statement(
  'feedback.find',
  `SELECT channel, feedback_id FROM feedback_reference WHERE tenant = $1 AND reference = ANY($2::text[])
   UNION
   SELECT channel, feedback_id FROM feedback WHERE customer_id = ANY($3::text[]) AND tenant = $1`,
);
const COLUMNS = [
  ...['channel', 'feedback_id', 'revised_at', 'revision_hash', 'kind', 'score', 'text', 'language', 'given_at'],
  ...[
    'given_on',
    'order_key',
    'sku',
    'sentiment',
    'sentiment_basis',
    'detractor',
    'customer_id',
    'attached',
    'version',
  ],
];
const TYPES = [
  ...['text', 'text', 'timestamptz', 'text', 'text', 'smallint', 'text', 'text', 'timestamptz'],
  ...['date', 'text', 'text', 'text', 'text', 'boolean', 'text', 'boolean', 'integer'],
];
const SAVE = statement(
  'feedback.save',
  `INSERT INTO feedback (tenant, ${COLUMNS.join(', ')}, identifiers)
   SELECT $1, ${COLUMNS.map((name) => `n.${name}`).join(', ')}, n.identifiers::text[]
     FROM unnest(${[...TYPES, 'text'].map((type, index) => `$${index + 2}::${type}[]`).join(', ')})
       AS n (${COLUMNS.join(', ')}, identifiers)
   ON CONFLICT (tenant, channel, feedback_id) DO UPDATE
      SET ${[...COLUMNS.slice(2), 'identifiers'].map((name) => `${name} = excluded.${name}`).join(', ')}`,
);
const REFER = statement(
  'feedback-reference.insert',
  `INSERT INTO feedback_reference (tenant, reference, channel, feedback_id)
   SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
);
const UNREFER = statement(
  'feedback-reference.remove',
  `DELETE FROM feedback_reference WHERE ctid = ANY(ARRAY(
     SELECT r.place FROM unnest($2::text[], $3::text[], $4::text[]) AS a (reference, channel, feedback_id) CROSS JOIN LATERAL (
       SELECT ctid AS place FROM feedback_reference f
        WHERE f.tenant = $1 AND f.reference = a.reference AND f.channel = a.channel AND f.feedback_id = a.feedback_id LIMIT 1) r))`,
);

/** The name of a word of feedback. */
export type FeedbackName = Pick<FeedbackState, 'channel' | 'feedbackId'>;

interface FeedbackRow extends Record<string, unknown> {
  channel: string;
  feedback_id: string;
  revised_at: string;
  revision_hash: string;
  kind: FeedbackState['kind'];
  score: number | null;
  text: string | null;
  language: string | null;
  given_at: string;
  given_on: string;
  order_key: string | null;
  identifiers: string[];
  sku: string | null;
  sentiment: FeedbackState['sentiment'];
  sentiment_basis: FeedbackState['basis'];
  detractor: boolean;
  customer_id: string | null;
  attached: boolean;
  version: number;
}

/** Locks feedback in the order of its keys and reads it, by key. */
export async function lockFeedback(
  tx: Transaction,
  tenant: string,
  names: readonly FeedbackName[],
): Promise<Map<string, FeedbackState>> {
  const sorted = [...names].sort((a, b) => (feedbackKey(a) < feedbackKey(b) ? -1 : 1));
  const rows = await tx.query<FeedbackRow>(LOCK, [tenant, ...nameColumns(sorted)]);
  return new Map(rows.map(stateOf).map((state) => [feedbackKey(state), state]));
}

/** Whether a tenant has any feedback. */
export async function hasFeedback(tx: Transaction, tenant: string): Promise<boolean> {
  const [row] = await tx.query<{ any: boolean }>(ANY, [tenant]);
  return row?.any ?? false;
}

/** The feedback that names any of the references, or that belongs to any of the customers. */
export async function findFeedback(
  tx: Transaction,
  tenant: string,
  { references, customers }: { references: readonly string[]; customers: readonly string[] },
): Promise<FeedbackName[]> {
  const values = [tenant, textArray(references), textArray(customers)];
  const rows = await tx.query<{ channel: string; feedback_id: string }>(FIND, values);
  return rows.map(({ channel, feedback_id: feedbackId }) => ({ channel, feedbackId }));
}

/** Writes what locked feedback is now, and what it is found by: one statement a table, none for references that stay. */
export async function saveFeedback(tx: Transaction, tenant: string, changes: readonly FeedbackChange[]): Promise<void> {
  if (changes.length === 0) return;
  const states = changes.map(({ after }) => after);
  await tx.execute(SAVE, [tenant, ...columnsOf(states), textArray(states.map((one) => textArray(one.identifiers)))]);
  const known = changes.flatMap(({ before }) => before ?? []);
  await changeReferences(tx, tenant, UNREFER, { of: known, but: states });
  await changeReferences(tx, tenant, REFER, { of: states, but: known });
}

async function changeReferences(
  tx: Transaction,
  tenant: string,
  query: typeof REFER,
  { of, but }: { of: readonly FeedbackState[]; but: readonly FeedbackState[] },
): Promise<void> {
  const others = new Map(but.map((state) => [feedbackKey(state), new Set(referencesOf(state))]));
  const rows = of.flatMap((state) =>
    referencesOf(state)
      .filter((reference) => !others.get(feedbackKey(state))?.has(reference))
      .map((reference) => ({ reference, channel: state.channel, feedbackId: state.feedbackId })),
  );
  if (rows.length > 0)
    await tx.execute(query, [tenant, textArray(rows.map(({ reference }) => reference)), ...nameColumns(rows)]);
}

function nameColumns(names: readonly FeedbackName[]): [string, string] {
  return [textArray(names.map(({ channel }) => channel)), textArray(names.map(({ feedbackId }) => feedbackId))];
}

function columnsOf(states: readonly FeedbackState[]): string[] {
  const text = (read: (state: FeedbackState) => string | null | undefined) => textArray(states.map(read));
  const plain = (read: (state: FeedbackState) => string | number | boolean | undefined) => plainArray(states.map(read));
  return [
    ...nameColumns(states),
    plain(({ revision }) => revision.updatedAt),
    text(({ revision }) => revision.hash),
    text(({ kind }) => kind),
    plain(({ score }) => score),
    text((state) => state.text),
    text(({ language }) => language),
    plain(({ givenAt }) => givenAt),
    plain(({ givenOn }) => givenOn),
    text(({ order }) => order),
    text(({ sku }) => sku),
    text(({ sentiment }) => sentiment),
    text(({ basis }) => basis),
    plain(({ detractor }) => detractor),
    text(({ customerId }) => customerId),
    plain(({ attached }) => attached),
    plain(({ version }) => version),
  ];
}

function stateOf(row: FeedbackRow): FeedbackState {
  return {
    channel: row.channel,
    feedbackId: row.feedback_id,
    revision: { updatedAt: row.revised_at, rank: 0, hash: row.revision_hash },
    kind: row.kind,
    ...(row.score !== null && { score: row.score }),
    ...(row.text !== null && { text: row.text }),
    ...(row.language !== null && { language: row.language }),
    givenAt: row.given_at,
    givenOn: row.given_on,
    ...(row.order_key !== null && { order: row.order_key }),
    identifiers: row.identifiers,
    ...(row.sku !== null && { sku: row.sku }),
    sentiment: row.sentiment,
    basis: row.sentiment_basis,
    detractor: row.detractor,
    customerId: row.customer_id,
    attached: row.attached,
    version: row.version,
  };
}
