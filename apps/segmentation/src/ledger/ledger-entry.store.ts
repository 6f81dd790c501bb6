import { parseAmount } from '@orderweave/domain-ordering';
import type { LedgerEntry } from '@orderweave/domain-segmentation';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { NewestActivity } from './gather-batch.js';

// Writing tells what was there, so that the entries need not be read before; a row that is not returned was not older.
const REPLACE = statement(
  'ledger.replace',
  `INSERT INTO ledger_entry AS e (tenant, customer_id, order_key, version, placed_on, amount, counts, purchase, intent)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::int[], $6::numeric[], $7::bool[], $8::bool[], $9::bool[])
   ON CONFLICT (tenant, customer_id, order_key) DO UPDATE
      SET version = excluded.version, placed_on = excluded.placed_on, amount = excluded.amount,
          counts = excluded.counts, purchase = excluded.purchase, intent = excluded.intent
    WHERE e.version < excluded.version
   RETURNING new.tenant, new.customer_id, new.order_key, old.version, old.placed_on, old.amount, old.counts, old.purchase, old.intent`,
);

interface ReplacedRow {
  tenant: string;
  customer_id: string;
  order_key: string;
  version: string | null;
  placed_on: number | null;
  amount: string | null;
  counts: boolean | null;
  purchase: boolean | null;
  intent: boolean | null;
}

/** What a document was to its customer before it was replaced; undefined for a new one. */
export interface Replaced {
  readonly tenant: string;
  readonly customerId: string;
  readonly order: string;
  readonly before: LedgerEntry | undefined;
}

/** Writes the documents that are newer than those in the ledger (at most one activity a document), and tells what each replaced. */
export async function replaceEntries(tx: Transaction, activities: readonly NewestActivity[]): Promise<Replaced[]> {
  if (activities.length === 0) return [];
  const rows = await tx.query<ReplacedRow & Record<string, unknown>>(REPLACE, [
    textArray(activities.map(({ activity }) => activity.tenant)),
    textArray(activities.map(({ activity }) => activity.customerId)),
    textArray(activities.map(({ activity }) => activity.order)),
    plainArray(activities.map(({ activity }) => activity.version)),
    plainArray(activities.map(({ entry }) => entry.placedOn)),
    plainArray(activities.map(({ activity }) => activity.netAmount)),
    plainArray(activities.map(({ activity }) => activity.counts)),
    plainArray(activities.map(({ activity }) => activity.purchase)),
    plainArray(activities.map(({ activity }) => activity.intent)),
  ]);
  return rows.map((row) => ({
    tenant: row.tenant,
    customerId: row.customer_id,
    order: row.order_key,
    before: beforeOf(row),
  }));
}

function beforeOf(row: ReplacedRow): LedgerEntry | undefined {
  if (row.version === null) return undefined;
  return {
    order: row.order_key,
    version: Number(row.version),
    placedOn: row.placed_on!,
    amount: parseAmount(row.amount!),
    counts: row.counts!,
    purchase: row.purchase!,
    intent: row.intent!,
  };
}
