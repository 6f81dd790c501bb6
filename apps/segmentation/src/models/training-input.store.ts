import type { Day } from '@orderweave/domain-ordering';
import { distinctDays, type RepeatSpend } from '@orderweave/domain-segmentation';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { unpackHistory } from '../ledger/history-text.js';

// By a hash of the id: the same customers week after week, however many there are.
const HISTORIES = statement(
  'training.histories',
  `SELECT customer_id, history FROM customer WHERE tenant = $1 AND known_since <= $2 ORDER BY md5(customer_id) LIMIT $3`,
);
const SPENDS = statement(
  'training.spends',
  `WITH days AS (
     SELECT customer_id, placed_on, sum(amount) AS amount FROM ledger_entry
      WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND placed_on <= $3 AND counts AND purchase
      GROUP BY customer_id, placed_on)
   SELECT count(*)::int - 1 AS x,
          ((sum(amount) - (array_agg(amount ORDER BY placed_on))[1]) / (count(*) - 1))::float8 AS mean
     FROM days GROUP BY customer_id HAVING count(*) > 1 ORDER BY customer_id`,
);

/** Customers that a model is trained on: more would tell its parameters no better, and take longer. */
const MOST_CUSTOMERS = 50_000;

/** The purchase days up to a day, and what was spent on the repeat ones, of a tenant's customers or 50,000 of them. */
export async function readTrainingInput(
  tx: Pick<Transaction, 'query'>,
  tenant: string,
  asOf: Day,
): Promise<{ histories: Day[][]; spends: RepeatSpend[] }> {
  const rows = await tx.query<{ customer_id: string; history: string }>(HISTORIES, [tenant, asOf, MOST_CUSTOMERS]);
  const histories = rows.map(({ history }) => distinctDays(unpackHistory(history).ledger.purchaseDays));
  const repeaters = rows.filter((_, i) => histories[i]!.length > 1).map(({ customer_id: id }) => id);
  const spends = await tx.query<RepeatSpend & Record<string, unknown>>(SPENDS, [tenant, textArray(repeaters), asOf]);
  return { histories: histories.filter((days) => days.length > 0), spends };
}
