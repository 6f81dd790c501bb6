import type { Day } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

/** Days that are due at once: before any day of the calendar of orders. */
const DUE_BY_NEWS = 0;
const DUE_BY_POLICY = -1;

const ADD_NEWS = statement(
  'signal-news.add',
  'INSERT INTO signal_news (tenant, customer_id, revised_at) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])',
);
const ADD_WATCHED = statement(
  'signal-news.add-watched',
  `INSERT INTO signal_news (tenant, customer_id, revised_at)
   SELECT t.* FROM unnest($1::text[], $2::text[], $3::bigint[]) AS t (tenant, customer_id, revised_at) CROSS JOIN LATERAL (
     SELECT FROM signal_watch w
      WHERE w.tenant = t.tenant AND w.customer_id = t.customer_id AND w.due_on IS NOT NULL LIMIT 1) w`,
);
// The ids as an array, once: as a subquery they would be looked for anew with every row.
const TAKE_NEWS = statement(
  'signal-news.take',
  `DELETE FROM signal_news WHERE tenant = $1 AND id = ANY(ARRAY(
     SELECT id FROM signal_news WHERE tenant = $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED))
   RETURNING customer_id, revised_at::float8`,
);
const MAKE_DUE = statement(
  'signal-watch.make-due',
  `INSERT INTO signal_watch AS w (tenant, customer_id, due_on, changes, revised_at)
   SELECT $1::text, id, $3::int, 0, max(revised_at) FROM unnest($2::text[], $4::bigint[]) AS t (id, revised_at) GROUP BY id ORDER BY id
   ON CONFLICT (tenant, customer_id) DO UPDATE
      SET due_on = CASE WHEN w.due_on = ${DUE_BY_NEWS} THEN w.due_on ELSE $3::int END,
          revised_at = greatest(w.revised_at, excluded.revised_at)`,
);
const LOCK_CUSTOMERS = statement(
  'signal-news.lock-customers',
  'SELECT FROM customer WHERE tenant = $1 AND customer_id = ANY($2::text[]) ORDER BY customer_id FOR UPDATE',
);
const UNMARK = statement(
  'signal-news.unmark',
  'UPDATE customer SET signals_stale = false WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND signals_stale',
);
const HOLD_DUE = statement(
  'signal-watch.hold-due',
  `SELECT customer_id, judged_on, due_on, changes, revised_at::float8 FROM signal_watch
    WHERE tenant = $1 AND due_on <= (SELECT day FROM turned_day WHERE tenant = $1)
    ORDER BY due_on LIMIT $2 FOR UPDATE SKIP LOCKED`,
);
const SAVE = statement(
  'signal-watch.save',
  `UPDATE signal_watch w SET judged_on = t.judged_on, due_on = t.due_on, changes = t.changes, revised_at = NULL
     FROM unnest($2::text[], $3::int[], $4::int[], $5::int[]) AS t (customer_id, judged_on, due_on, changes)
    WHERE w.tenant = $1 AND w.customer_id = t.customer_id`,
);
const JUDGED_ON = statement(
  'signal-watch.judged-on',
  'SELECT judged_on FROM signal_watch WHERE tenant = $1 AND customer_id = $2',
);
const TENANTS = statement('signal-work.tenants', 'SELECT tenant FROM turned_day ORDER BY tenant');
const COUNT = statement(
  'signal-work.count',
  `SELECT (SELECT count(*) FROM signal_news)::int + (SELECT count(*) FROM signal_pass WHERE cursor IS NOT NULL)::int
        + (SELECT count(*) FROM turned_day d CROSS JOIN LATERAL (
             SELECT FROM signal_watch w WHERE w.tenant = d.tenant AND w.due_on <= d.day ORDER BY w.due_on LIMIT 10000) AS due)::int AS due`,
);

interface WatchRow {
  customer_id: string;
  judged_on: Day | null;
  due_on: Day;
  changes: number;
  revised_at: number | null;
}

/** When a customer was judged by signals, and when it is to be next. */
export interface SignalWatch {
  readonly customerId: string;
  /** Null before the first time. */
  readonly judgedOn: Day | null;
  readonly dueOn: Day | null;
  /** How many signals began: makes the ids of transitions. */
  readonly changes: number;
  /** When the latest revision of an order was made that it was not judged with yet, epoch milliseconds. */
  readonly revisedAt?: number | null;
}

/** Customers by tenant, and when the latest revision among what is new of each was made: epoch milliseconds. */
type Customers = readonly { tenant: string; customerId: string; revisedAt?: number | undefined }[];

/** Notes that customers are to be judged anew, in the transaction that changes their documents. */
export function addSignalNews(tx: Transaction, customers: Customers): void {
  tx.write(ADD_NEWS, keysOf(customers));
}

/** The same for those of the customers who are to be judged on some day to come; returns how many they are. */
export function addNewsOfWatched(tx: Transaction, customers: Customers): Promise<number> {
  return tx.execute(ADD_WATCHED, keysOf(customers));
}

function keysOf(customers: Customers): string[] {
  return [
    textArray(customers.map(({ tenant }) => tenant)),
    textArray(customers.map(({ customerId }) => customerId)),
    plainArray(customers.map(({ revisedAt }) => revisedAt)),
  ];
}

/**
 * Has customers of whom something is new be due at once, and orders note them again from now on; returns how many notes there were. To be
 * committed before they are judged, so that no order waits for that: what is read then is at least as new as the notes.
 */
export async function takeSignalNews(tx: Transaction, tenant: string, limit: number): Promise<number> {
  const rows = await tx.query<{ customer_id: string; revised_at: number | null }>(TAKE_NEWS, [tenant, limit]);
  if (rows.length === 0) return 0;
  const ids = textArray(rows.map(({ customer_id }) => customer_id));
  // The watches first: whoever judges holds them for longer, and the customers are to be held for a moment only.
  tx.write(MAKE_DUE, [tenant, ids, DUE_BY_NEWS, plainArray(rows.map(({ revised_at }) => revised_at))]);
  tx.write(LOCK_CUSTOMERS, [tenant, ids]);
  tx.write(UNMARK, [tenant, ids]);
  return rows.length;
}

/** Has customers be due at once since the policy changed. */
export async function makeDueByPolicy(tx: Transaction, tenant: string, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  const revised = plainArray(customerIds.map(() => null));
  await tx.execute(MAKE_DUE, [tenant, textArray(customerIds), DUE_BY_POLICY, revised]);
}

/** Whether a customer is due since the policy changed, not since anything of it did. */
export function isDueByPolicy({ dueOn }: SignalWatch): boolean {
  return dueOn === DUE_BY_POLICY;
}

/** Holds customers whose day has come and whom nobody holds. */
export async function holdDueWatches(tx: Transaction, tenant: string, limit: number): Promise<SignalWatch[]> {
  const rows = await tx.query<WatchRow & Record<string, unknown>>(HOLD_DUE, [tenant, limit]);
  return rows.map(
    ({ customer_id: customerId, judged_on: judgedOn, due_on: dueOn, changes, revised_at: revisedAt }) => ({
      ...{ customerId, judgedOn, dueOn, changes, revisedAt },
    }),
  );
}

/** Writes when held customers were judged and are to be next. */
export async function saveSignalWatches(
  tx: Transaction,
  tenant: string,
  watches: readonly SignalWatch[],
): Promise<void> {
  await tx.execute(SAVE, [
    tenant,
    textArray(watches.map(({ customerId }) => customerId)),
    plainArray(watches.map(({ judgedOn }) => judgedOn)),
    plainArray(watches.map(({ dueOn }) => dueOn)),
    plainArray(watches.map(({ changes }) => changes)),
  ]);
}

/** The day as of which a customer was judged last; null for one that was not. */
export async function readJudgedOn(reader: Reader, tenant: string, customerId: string): Promise<Day | null> {
  const [row] = await reader.query<{ judged_on: Day | null }>(JUDGED_ON, [tenant, customerId]);
  return row?.judged_on ?? null;
}

/** The tenants whose clock has turned to a day. */
export async function readSignalTenants(reader: Reader): Promise<string[]> {
  return (await reader.query<{ tenant: string }>(TENANTS)).map(({ tenant }) => tenant);
}

/** News, passes and due customers (10,000 a tenant at most) that wait. */
export async function countSignalWork(reader: Reader): Promise<number> {
  const [row] = await reader.query<{ due: number }>(COUNT);
  return row?.due ?? 0;
}
