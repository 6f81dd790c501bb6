import { parseAmount } from '@orderweave/domain-ordering';
import type { LedgerEntry } from '@orderweave/domain-segmentation';
import { rowArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { NewestActivity } from './gather-batch.js';

const LOAD = statement(
  'ledger.load',
  `SELECT e.* FROM unnest($1::text[], $2::text[], $3::text[]) AS a (tenant, customer_id, order_key) CROSS JOIN LATERAL (
     SELECT tenant, customer_id, order_key, version, placed_on, amount, counts, purchase, intent FROM ledger_entry e
      WHERE e.tenant = a.tenant AND e.customer_id = a.customer_id AND e.order_key = a.order_key LIMIT 1) e`,
);
// Only the owner of a customer's partition writes here, so a plain insert cannot collide; ON CONFLICT would make every row dearer.
const INSERT = statement('ledger.insert', 'INSERT INTO ledger_entry SELECT * FROM unnest($1::ledger_entry[])');
// Not an UPDATE: joined with the rows, it compares each entry with each, and a batch of revisions took a second.
const REPLACE = statement(
  'ledger.replace',
  `MERGE INTO ledger_entry AS e
   USING unnest($1::ledger_entry[]) AS n
      ON e.tenant = n.tenant AND e.customer_id = n.customer_id AND e.order_key = n.order_key
    WHEN MATCHED
    THEN UPDATE SET version = n.version, placed_on = n.placed_on, amount = n.amount, counts = n.counts, purchase = n.purchase,
                    intent = n.intent, lines = n.lines, returned = n.returned`,
);

interface EntryRow {
  tenant: string;
  customer_id: string;
  order_key: string;
  version: string;
  placed_on: number;
  amount: string;
  counts: boolean;
  purchase: boolean;
  intent: boolean;
}

/** A document that was written, and what it was to its customer before; undefined for a new one. */
export interface Replaced {
  readonly document: NewestActivity;
  readonly before: LedgerEntry | undefined;
}

/** What became of a batch's documents. */
export interface Replacement {
  readonly replaced: readonly Replaced[];
  /** Not newer than what the ledger has. */
  readonly stale: readonly NewestActivity[];
}

/**
 * Writes the documents that are newer than those in the ledger (at most one activity a document), and tells what each replaced.
 * A first version is taken for new and written without a look; only when that collides, as in a replay, is everything looked up.
 */
export async function replaceEntries(tx: Transaction, activities: readonly NewestActivity[]): Promise<Replacement> {
  if (activities.length === 0) return { replaced: [], stale: [] };
  const first = activities.filter(({ activity }) => activity.version === 1);
  const isWritten = first.length > 0 && (await tx.attempt(INSERT, [rowArray(first.map(rowOf))]));
  const unsure = isWritten ? activities.filter(({ activity }) => activity.version > 1) : activities;
  const known = unsure.length > 0 ? await loadEntries(tx, unsure) : new Map<string, LedgerEntry>();
  const replaced: Replaced[] = isWritten ? first.map((document) => ({ document, before: undefined })) : [];
  const stale: NewestActivity[] = [];
  const fresh: NewestActivity[] = [];
  const newer: NewestActivity[] = [];
  for (const document of unsure) {
    const { tenant, customerId, order, version } = document.activity;
    const before = known.get(entryKey(tenant, customerId, order));
    if (before && before.version >= version) {
      stale.push(document);
      continue;
    }
    (before ? newer : fresh).push(document);
    replaced.push({ document, before });
  }
  if (fresh.length > 0) tx.write(INSERT, [rowArray(fresh.map(rowOf))]);
  if (newer.length > 0) tx.write(REPLACE, [rowArray(newer.map(rowOf))]);
  return { replaced, stale };
}

async function loadEntries(tx: Transaction, news: readonly NewestActivity[]): Promise<Map<string, LedgerEntry>> {
  const rows = await tx.query<EntryRow & Record<string, unknown>>(LOAD, keyColumns(news));
  return new Map(rows.map((row) => [entryKey(row.tenant, row.customer_id, row.order_key), entryOf(row)]));
}

const keyColumns = (news: readonly NewestActivity[]) => [
  textArray(news.map(({ activity }) => activity.tenant)),
  textArray(news.map(({ activity }) => activity.customerId)),
  textArray(news.map(({ activity }) => activity.order)),
];

const entryKey = (tenant: string, customerId: string, order: string) => `${tenant}/${customerId}/${order}`;

/** In the order of the table's columns. */
function rowOf({ activity, entry }: NewestActivity) {
  const { tenant, customerId, order, version, netAmount, counts, purchase, intent, lines, returned = false } = activity;
  return [tenant, customerId, order, version, entry.placedOn, netAmount, counts, purchase, intent, lines, returned];
}

function entryOf(row: EntryRow): LedgerEntry {
  return {
    order: row.order_key,
    version: Number(row.version),
    placedOn: row.placed_on,
    amount: parseAmount(row.amount),
    counts: row.counts,
    purchase: row.purchase,
    intent: row.intent,
  };
}
