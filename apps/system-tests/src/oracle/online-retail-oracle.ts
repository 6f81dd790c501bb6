import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { rankMonth, type MonthRank } from './rank-month.js';

/** What a reader of the file with nothing but arithmetic finds. */
export interface OnlineRetailTruth {
  /** Months in order. */
  months: string[];
  /** Month → customer number → place. Amounts in thousandths of a pound. */
  ranks: Map<string, Map<string, MonthRank>>;
  invoices: number;
  lines: number;
}

/** Thousandths: no unit price of the file has more than three decimals. */
function thousandths(price: string): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(price) ?? [];
  if (!whole) throw new Error(`unit price ${price}`);
  const value = BigInt(whole + fraction.padEnd(3, '0'));
  return sign ? -value : value;
}

/** Reads Online Retail: every line with a customer counts in the month that stands in its date. */
export function readOnlineRetail(file: string): OnlineRetailTruth {
  const rows = parse(gunzipSync(readFileSync(file)), { columns: true, bom: true }) as Record<string, string>[];
  const amounts = new Map<string, Map<string, bigint>>();
  const firstMonth = new Map<string, string>();
  const invoices = new Set<string>();
  for (const row of rows) {
    invoices.add(row['InvoiceNo'] ?? '');
    const month = (row['InvoiceDate'] ?? '').slice(0, 7);
    const customer = (row['CustomerID'] ?? '').replace(/\.0$/, '');
    if (!amounts.has(month)) amounts.set(month, new Map());
    if (!customer) continue;
    const known = firstMonth.get(customer);
    if (!known || month < known) firstMonth.set(customer, month);
    const ofMonth = amounts.get(month) as Map<string, bigint>;
    const amount = BigInt(row['Quantity'] ?? '') * thousandths(row['UnitPrice'] ?? '');
    ofMonth.set(customer, (ofMonth.get(customer) ?? 0n) + amount);
  }
  const months = [...amounts.keys()].sort();
  const ranks = new Map(
    months.map((month) => {
      const known = new Set([...firstMonth].filter(([, first]) => first <= month).map(([customer]) => customer));
      return [month, rankMonth(amounts.get(month) as Map<string, bigint>, known)];
    }),
  );
  return { months, ranks, invoices: invoices.size, lines: rows.length };
}
