import { statement, textArray, type Database, type Statement } from '@orderweave/postgres';
import type { CallerIdentity } from '@orderweave/service';
import type { FeedbackQuery } from './feedback-query.js';
import { orderReference } from './feedback-state.js';
import type { FeedbackView } from './feedback-view.js';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', ${INSTANT})`;

/** The first good score of the same customer after a complaint or a low score. */
const CLOSING = `LEFT JOIN LATERAL (
    SELECT x.channel || '/' || x.feedback_id AS key, x.given_at FROM feedback x
     WHERE f.detractor AND x.customer_id = f.customer_id AND x.given_at > f.given_at
       AND x.sentiment = 'positive' AND x.sentiment_basis = 'score'
     ORDER BY x.given_at, x.channel, x.feedback_id LIMIT 1) k ON true`;

/** The condition of a caller: its channels, and for a rep its customers; $2 and $3. */
const SEEN = `($2::text[] IS NULL OR f.channel = ANY($2::text[]))
    AND ($3::text IS NULL OR EXISTS (SELECT FROM customer c WHERE c.customer_id = f.customer_id AND c.owner = $3))`;

// Without "or", so that a page is found by the index however deep it lies. No time zone is further than 14 hours from UTC: the index goes
// by instants, the days decide.
function listing(name: string, source: string): Statement {
  return statement(
    name,
    `SELECT ${instant('f.given_at')} AS at, f.channel, f.feedback_id AS id, json_strip_nulls(json_build_object(
       'feedback', f.channel || '/' || f.feedback_id, 'kind', f.kind, 'score', f.score, 'sentiment', f.sentiment,
       'sentimentBasis', f.sentiment_basis, 'detractor', f.detractor, 'text', f.text, 'language', f.language,
       'givenAt', ${instant('f.given_at')}, 'givenOn', f.given_on::text, 'order', f.order_key, 'sku', f.sku,
       'customerId', f.customer_id, 'closedBy', CASE WHEN k.key IS NOT NULL THEN
         json_build_object('feedback', k.key, 'givenAt', ${instant('k.given_at')}) END)) AS found
     FROM ${source} ${CLOSING}
     WHERE f.tenant = $1 AND f.version > 0 AND ${SEEN}
       AND ($4::text IS NULL OR f.kind = $4) AND ($5::text IS NULL OR f.sentiment = $5)
       AND ($6::boolean IS NULL OR f.detractor = $6)
       AND ($7::boolean IS NULL OR (f.detractor AND (k.key IS NULL) = $7))
       AND f.given_on BETWEEN coalesce($8::date, '-infinity') AND coalesce($9::date, 'infinity')
       AND f.given_at >= coalesce($8::date - interval '2 days', '-infinity')
       AND f.given_at < coalesce($9::date + interval '3 days', 'infinity')
       AND (f.given_at, f.channel, f.feedback_id) <
           (coalesce($10::timestamptz, 'infinity'), coalesce($11::text, ''), coalesce($12::text, ''))
     ORDER BY f.given_at DESC, f.channel DESC, f.feedback_id DESC LIMIT $13`,
  );
}

const ALL = listing('feedback.list', 'feedback f');
const OF_CUSTOMER = listing(
  'feedback.list-of-customer',
  '(SELECT * FROM feedback WHERE customer_id = $14 AND ($15::text IS NULL OR order_key = $15)) f',
);
const OF_ORDER = listing(
  'feedback.list-of-order',
  `(SELECT o.* FROM feedback_reference r JOIN feedback o USING (tenant, channel, feedback_id)
     WHERE r.tenant = $1 AND r.reference = $14) f`,
);

/** A row of a list, with the place that the next page begins after. */
export interface ListedFeedback extends Record<string, unknown> {
  readonly at: string;
  readonly channel: string;
  readonly id: string;
  readonly found: FeedbackView;
}

/** What a list is limited to beside the query's own fields. */
export interface ListTerms {
  readonly caller: CallerIdentity;
  /** The customer that the query's id stands for. */
  readonly customerId: string | undefined;
  /** Place of the last row of the page before. */
  readonly after: readonly unknown[];
  readonly limit: number;
}

/** Reads feedback, newest first: of a customer, of an order, or all. */
export function listFeedback(database: Database, query: FeedbackQuery, terms: ListTerms): Promise<ListedFeedback[]> {
  const [at = null, channel = null, id = null] = terms.after;
  const flag = (text: string | undefined) => (text === undefined ? null : text === 'true');
  const values = [
    ...seenBy(terms.caller),
    ...[query.kind ?? null, query.sentiment ?? null, flag(query.detractor), flag(query.open)],
    ...[query.from ?? null, query.to ?? null, at, channel, id, terms.limit],
  ];
  if (terms.customerId !== undefined)
    return database.query<ListedFeedback>(OF_CUSTOMER, [...values, terms.customerId, query.order ?? null]);
  if (query.order === undefined) return database.query<ListedFeedback>(ALL, values);
  return database.query<ListedFeedback>(OF_ORDER, [...values, orderReference(query.order)]);
}

/** What `SEEN` asks of a caller: tenant, channels, and the owner that customers must have. */
export function seenBy({ tenant, channels, role, name }: CallerIdentity): [string, string | null, string | null] {
  return [tenant, channels.includes('*') ? null : textArray(channels), role === 'rep' ? name : null];
}

/** The rows of a tenant that a caller sees: `f` of `feedback`, $1 to $3 as `seenBy` gives them. */
export const SEEN_FEEDBACK = `f.tenant = $1 AND f.version > 0 AND ${SEEN}`;
