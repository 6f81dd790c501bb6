import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { addMonths, formatAmount, monthBounds, parseAmount, type Month } from '@orderweave/domain-ordering';
import { statement, type Database, type Transaction } from '@orderweave/postgres';
import { csvRow } from '@orderweave/service';
import { RANKED, rankingValues } from '../ladder/ranking.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import type { CloseRow } from './month-tiers.store.js';

const PREVIOUS = `
  LEFT JOIN profile p ON p.tenant = $1 AND p.customer_id = c.customer_id
  LEFT JOIN month_tier b ON b.tenant = $1 AND b.month = $10 AND b.customer_id = c.customer_id`;
const COLUMNS = `c.customer_id, array_to_string(p.identifiers, '|') AS identifiers,
  coalesce(b.final_tier, b.live_tier, CASE WHEN c.known_since <= $11::int THEN 'D' END) AS previous_tier`;

// A cursor: neither the server nor this process holds more than a page, however many customers there are.
const LIVE = statement(
  'csv.live',
  `DECLARE tiers_csv NO SCROLL CURSOR FOR WITH ${RANKED}
   SELECT ${COLUMNS}, coalesce(r.amount, m.amount, 0) AS amount, r.ahead, coalesce(r.tier, 'D') AS tier
     FROM customer c
     LEFT JOIN ranked r ON r.customer_id = c.customer_id
     LEFT JOIN month_amount m ON m.tenant = $1 AND m.month = $2 AND m.customer_id = c.customer_id ${PREVIOUS}
    WHERE c.tenant = $1 AND c.known_since <= $12::int AND ($13::text IS NULL OR p.owner = $13)
    ORDER BY amount DESC, c.customer_id`,
);
const FINAL = statement(
  'csv.final',
  `DECLARE tiers_csv NO SCROLL CURSOR FOR
   SELECT ${COLUMNS.replaceAll('$11', '$4')}, t.final_amount AS amount, t.final_ahead AS ahead, t.final_tier AS tier
     FROM month_tier t
     JOIN customer c ON c.tenant = $1 AND c.customer_id = t.customer_id ${PREVIOUS.replaceAll('$10', '$3')}
    WHERE t.tenant = $1 AND t.month = $2 AND t.final_tier IS NOT NULL AND ($5::text IS NULL OR p.owner = $5)
    ORDER BY amount DESC, c.customer_id`,
);
const FETCH = statement('csv.fetch', 'FETCH 2000 FROM tiers_csv');

const HEADER = [
  'customer_id',
  'identifiers',
  'net_amount',
  'currency',
  'ahead',
  'ordering_customers',
  'tier',
  'previous_tier',
];

interface TierCsvRow {
  customer_id: string;
  identifiers: string | null;
  amount: string;
  ahead: number | null;
  tier: string;
  previous_tier: string | null;
}

/** What is asked for. `owner`: only this salesperson's customers. */
export interface TiersCsvRequest {
  readonly policy: SegmentationPolicy;
  readonly month: Month;
  readonly basis: 'live' | 'final';
  readonly close: CloseRow | undefined;
  readonly owner: string | null;
}

/** The month's tiers as CSV, one row a known customer, read as fast as the receiver takes it. */
export function streamTiersCsv(database: Database, request: TiersCsvRequest): Readable {
  const out = new PassThrough();
  const gone = new AbortController();
  out.once('close', () => gone.abort());
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain', { signal: gone.signal });
  };
  database
    .transaction(async (tx) => {
      const customers = await openCursor(tx, request);
      await write(csvRow(HEADER));
      for (;;) {
        const rows = await tx.query<TierCsvRow & Record<string, unknown>>(FETCH);
        if (rows.length === 0) return;
        await write(rows.map((row) => lineOf(row, request.policy.currency, customers)).join(''));
      }
    })
    .then(
      () => out.end(),
      // Whoever hung up needs no answer; others see the transfer break off rather than end too early.
      (error: Error) => out.destroy(gone.signal.aborted ? undefined : error),
    );
  return out;
}

/** Opens the cursor; returns the number of ordering customers. */
async function openCursor(tx: Transaction, { policy, month, basis, close, owner }: TiersCsvRequest): Promise<number> {
  const { tenant } = policy;
  const previous = addMonths(month, -1);
  const previousEnd = monthBounds(previous).last;
  if (basis === 'final' && close) {
    await tx.query(FINAL, [tenant, month, previous, previousEnd, owner]);
    return close.ordering_customers;
  }
  const values = [tenant, month, ...rankingValues(policy.tiers)];
  const [ordering] = await tx.query<{ customers: number }>(ORDERING, [tenant, month]);
  await tx.query(LIVE, [...values, previous, previousEnd, monthBounds(month).last, owner]);
  return ordering?.customers ?? 0;
}

const ORDERING = statement(
  'csv.ordering',
  'SELECT count(*)::int AS customers FROM month_amount WHERE tenant = $1 AND month = $2 AND amount > 0',
);

function lineOf(row: TierCsvRow, currency: string, customers: number): string {
  const { customer_id, identifiers, amount, ahead, tier, previous_tier } = row;
  return csvRow([
    customer_id,
    identifiers,
    formatAmount(parseAmount(amount)),
    currency,
    ahead,
    customers,
    tier,
    previous_tier,
  ]);
}
