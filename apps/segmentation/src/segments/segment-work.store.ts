import type { Day } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { ChangeCause } from '../transitions/change.js';

// Nothing is written for tenants without a segment, so that orders pay one look at an index.
const NOTE = statement(
  'segment-news.note',
  `INSERT INTO segment_news (tenant, customer_id, cause_type, cause_ref, became_true)
   SELECT t.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
                AS t (tenant, customer_id, cause_type, cause_ref, became_true)
    WHERE EXISTS (SELECT 1 FROM segment_definition d WHERE d.tenant = t.tenant AND d.state = 'active')`,
);
// The ids as an array, once: as a subquery they would be looked for anew with every row.
const TAKE_NEWS = statement(
  'segment-news.take',
  `DELETE FROM segment_news WHERE tenant = $1 AND id = ANY(ARRAY(
     SELECT id FROM segment_news WHERE tenant = $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED))
   RETURNING id::float8 AS id, customer_id, cause_type, cause_ref, became_true::float8`,
);
// Whoever judges a customer holds its row; several are taken in the order of their ids, as by everybody who waits for them.
const HOLD = statement(
  'segment-watch.hold',
  `INSERT INTO segment_watch AS w (tenant, customer_id, changes)
   SELECT $1, id, 0 FROM unnest($2::text[]) AS t (id) ORDER BY id
   ON CONFLICT (tenant, customer_id) DO UPDATE SET changes = w.changes
   RETURNING customer_id, due_on, changes`,
);
const DUE = statement(
  'segment-watch.due',
  `SELECT customer_id, due_on, changes FROM segment_watch
    WHERE tenant = $1 AND due_on <= (SELECT day FROM turned_day WHERE tenant = $1)
    ORDER BY due_on LIMIT $2 FOR UPDATE SKIP LOCKED`,
);
const SAVE = statement(
  'segment-watch.save',
  `UPDATE segment_watch w SET due_on = t.due_on, changes = t.changes
     FROM unnest($2::text[], $3::int[], $4::int[]) AS t (customer_id, due_on, changes)
    WHERE w.tenant = $1 AND w.customer_id = t.customer_id
      AND (w.due_on IS DISTINCT FROM t.due_on OR w.changes <> t.changes)`,
);
const START_PASS = statement(
  'segment-pass.start',
  `INSERT INTO segment_pass (tenant, segment_id, cursor) VALUES ($1, $2, '')
   ON CONFLICT (tenant, segment_id) DO UPDATE SET cursor = ''`,
);
const TAKE_PASS = statement(
  'segment-pass.take',
  'SELECT tenant, segment_id, cursor FROM segment_pass ORDER BY tenant, segment_id LIMIT 1 FOR UPDATE SKIP LOCKED',
);
const AHEAD = statement(
  'segment-pass.ahead',
  `SELECT p.segment_id, t.id AS customer_id FROM segment_pass p CROSS JOIN unnest($2::text[]) AS t (id)
    WHERE p.tenant = $1 AND t.id > p.cursor`,
);
const PASSES = statement('segment-pass.all', 'SELECT segment_id FROM segment_pass WHERE tenant = $1');
const MOVE_PASS = statement(
  'segment-pass.move',
  'UPDATE segment_pass SET cursor = $3 WHERE tenant = $1 AND segment_id = $2',
);
const END_PASS = statement('segment-pass.end', 'DELETE FROM segment_pass WHERE tenant = $1 AND segment_id = $2');
const TENANTS = statement(
  'segment-work.tenants',
  `SELECT tenant FROM (SELECT DISTINCT tenant FROM segment_definition WHERE state = 'active') t ORDER BY tenant`,
);
const COUNT = statement(
  'segment-work.count',
  `SELECT (SELECT count(*) FROM segment_news)::int + (SELECT count(*) FROM segment_pass)::int
        + (SELECT count(*) FROM segment_basis WHERE cursor IS NOT NULL)::int
        + (SELECT count(*) FROM turned_day d CROSS JOIN LATERAL (
             SELECT FROM segment_watch w WHERE w.tenant = d.tenant AND w.due_on <= d.day ORDER BY w.due_on LIMIT 10000) AS due)::int AS due`,
);

/** Something that is new of a customer. */
export interface SegmentNews {
  readonly tenant: string;
  readonly customerId: string;
  readonly cause: ChangeCause;
  /** Epoch milliseconds; left out of what is true from the moment on at which it is judged. */
  readonly becameTrue?: number | undefined;
}

/** What is new of a customer. */
export type WaitingNews = Pick<SegmentNews, 'cause' | 'becameTrue'>;

/** A customer whose row is held. */
export interface WatchedCustomer {
  readonly customerId: string;
  readonly dueOn: Day | null;
  /** How often it entered or left segments. */
  readonly changes: number;
}

type WatchRow = { customer_id: string; due_on: Day | null; changes: number };

/** Notes that customers are to be judged anew, in the transaction that changes something of them. */
export function noteSegmentNews(tx: Pick<Transaction, 'write'>, news: readonly SegmentNews[]): void {
  if (news.length === 0) return;
  tx.write(NOTE, [
    textArray(news.map(({ tenant }) => tenant)),
    textArray(news.map(({ customerId }) => customerId)),
    textArray(news.map(({ cause }) => cause.type)),
    textArray(news.map(({ cause }) => cause.ref)),
    plainArray(news.map(({ becameTrue }) => becameTrue)),
  ]);
}

/** Takes news that nobody else works on, and returns the customers with the cause of what was noted last, true since the latest of all. */
export async function takeNews(tx: Transaction, tenant: string, limit: number): Promise<Map<string, WaitingNews>> {
  const rows = await tx.query<{
    id: number;
    customer_id: string;
    cause_type: ChangeCause['type'];
    cause_ref: string | null;
    became_true: number | null;
  }>(TAKE_NEWS, [tenant, limit]);
  rows.sort((a, b) => a.id - b.id);
  const news = new Map<string, WaitingNews>();
  for (const { customer_id: id, cause_type: type, cause_ref: ref, became_true } of rows) {
    const becameTrue = became_true ?? undefined;
    const known = news.get(id);
    news.set(id, {
      cause: { type, ...(ref !== null && { ref }) },
      becameTrue: known ? laterMoment(known.becameTrue, becameTrue) : becameTrue,
    });
  }
  return news;
}

/** The later of two moments, where undefined is the latest of all. */
export function laterMoment(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}

/** Holds customers until the end of the transaction, waiting for who holds them. */
export async function holdCustomers(
  tx: Transaction,
  tenant: string,
  customerIds: readonly string[],
): Promise<WatchedCustomer[]> {
  if (customerIds.length === 0) return [];
  return (await tx.query<WatchRow>(HOLD, [tenant, textArray(customerIds)])).map(watchedOf);
}

/** Holds customers whose day has come and whom nobody holds. */
export async function holdDue(tx: Transaction, tenant: string, limit: number): Promise<WatchedCustomer[]> {
  return (await tx.query<WatchRow>(DUE, [tenant, limit])).map(watchedOf);
}

/** Writes when held customers are to be looked at next. */
export async function saveWatches(tx: Transaction, tenant: string, watched: readonly WatchedCustomer[]): Promise<void> {
  if (watched.length === 0) return;
  await tx.execute(SAVE, [
    tenant,
    textArray(watched.map(({ customerId }) => customerId)),
    plainArray(watched.map(({ dueOn }) => dueOn)),
    plainArray(watched.map(({ changes }) => changes)),
  ]);
}

/** Has all customers judged by a segment, from the first one on. Before the segment is written, as a sweeper holds them in that order. */
export async function startPass(tx: Transaction, tenant: string, segmentId: string): Promise<void> {
  await tx.execute(START_PASS, [tenant, segmentId]);
}

/** A pass under way that nobody else works on. */
export async function takePass(
  tx: Transaction,
): Promise<{ tenant: string; segment_id: string; cursor: string } | undefined> {
  const [pass] = await tx.query<{ tenant: string; segment_id: string; cursor: string }>(TAKE_PASS);
  return pass;
}

/** The segments that have yet to come to customers, as `<segment>/<customer>`. Read it after the segments. */
export async function readAhead(tx: Transaction, tenant: string, customerIds: readonly string[]): Promise<Set<string>> {
  const values = [tenant, textArray(customerIds)];
  const rows = await tx.query<{ segment_id: string; customer_id: string }>(AHEAD, values);
  return new Set(rows.map(({ segment_id, customer_id }) => `${segment_id}/${customer_id}`));
}

/** Notes how far a pass has come; null ends it. */
export async function movePass(tx: Transaction, tenant: string, segmentId: string, to: string | null): Promise<void> {
  if (to === null) await tx.execute(END_PASS, [tenant, segmentId]);
  else await tx.execute(MOVE_PASS, [tenant, segmentId, to]);
}

/** The segments whose pass is under way. */
export async function readPasses(reader: Pick<Transaction, 'query'>, tenant: string): Promise<Set<string>> {
  return new Set((await reader.query<{ segment_id: string }>(PASSES, [tenant])).map(({ segment_id }) => segment_id));
}

/** The tenants that have a segment. */
export async function readSegmentTenants(reader: Pick<Transaction, 'query'>): Promise<string[]> {
  return (await reader.query<{ tenant: string }>(TENANTS)).map(({ tenant }) => tenant);
}

/** News, passes and due customers (10,000 a tenant at most) that wait. */
export async function countSegmentWork(reader: Pick<Transaction, 'query'>): Promise<number> {
  const [row] = await reader.query<{ due: number }>(COUNT);
  return row?.due ?? 0;
}

function watchedOf({ customer_id, due_on, changes }: WatchRow): WatchedCustomer {
  return { customerId: customer_id, dueOn: due_on, changes };
}
