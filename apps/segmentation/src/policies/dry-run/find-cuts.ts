import { parseAmount } from '@orderweave/domain-ordering';
import { ShareCut, type CutRule } from '@orderweave/domain-segmentation';
import { statement, type Statement, type Transaction } from '@orderweave/postgres';

/** What is cut: its totals, and a cursor over its amounts from the largest down, with how many customers have each. */
interface CutSource {
  readonly totals: Statement;
  readonly amounts: Statement;
}

// A cursor: neither the server's answer nor this process holds more than a page, however many customers there are.
const source = (name: string, key: string, rows: string): CutSource => ({
  totals: statement(
    `dry-run.${name}-totals`,
    `SELECT count(*)::int AS customers, coalesce(sum(${key}), 0)::text AS amount FROM ${rows}`,
  ),
  amounts: statement(
    `dry-run.${name}`,
    `DECLARE dry_run NO SCROLL CURSOR FOR
     SELECT ${key}::text AS cut, count(*)::int AS customers FROM ${rows} GROUP BY ${key} ORDER BY ${key} DESC`,
  ),
});

const SCORED = 'customer_window WHERE tenant = $1 AND purchase_days > 0';
/** The amounts of a tenant ($1), for the first in a month ($2). */
export const CUT_SOURCES = {
  month: source('month', 'amount', 'month_amount WHERE tenant = $1 AND month = $2 AND amount > 0'),
  value: source('value', 'net_amount', 'customer_window WHERE tenant = $1 AND net_amount > 0'),
  recency: source('recency', 'last_purchase_on', SCORED),
  frequency: source('frequency', 'purchase_days', SCORED),
  monetary: source('monetary', 'net_amount', SCORED),
};
const FETCH = statement('dry-run.fetch', 'FETCH 5000 FROM dry_run');
const CLOSE = statement('dry-run.close', 'CLOSE dry_run');

/** Looks bands up by each of the rules, after one pass over the amounts of a source. */
export async function findCuts<Rules extends Readonly<Record<string, CutRule<unknown>>>>(
  tx: Transaction,
  from: { source: CutSource; values: readonly string[] },
  rules: Rules,
): Promise<{ [Name in keyof Rules]: ReturnType<Rules[Name]['bandOf']> }> {
  const { source, values } = from;
  const [totals] = await tx.query<{ customers: number; amount: string }>(source.totals, values);
  const whole = { customers: totals!.customers, amount: parseAmount(totals!.amount) };
  const cuts = Object.entries(rules).map(([name, rule]) => ({ name, rule, pass: new ShareCut(rule.shares, whole) }));
  await tx.execute(source.amounts, values);
  for (;;) {
    const rows = await tx.query<{ cut: string; customers: number }>(FETCH);
    if (rows.length === 0) break;
    for (const { cut, customers } of rows) {
      const amount = parseAmount(cut);
      for (const { pass } of cuts) pass.add(amount, customers);
    }
  }
  await tx.execute(CLOSE);
  const found = cuts.map(({ name, rule, pass }) => [name, rule.bandOf(pass.thresholds())] as const);
  return Object.fromEntries(found) as { [Name in keyof Rules]: ReturnType<Rules[Name]['bandOf']> };
}
