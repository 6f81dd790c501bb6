import { Readable } from 'node:stream';
import type { Locale } from '@orderweave/domain-notification';
import type { Database } from '@orderweave/postgres';
import { csvRow } from '@orderweave/service';
import { listOutcomes, type OutcomeFilter, type OutcomePosition } from './list-outcomes.js';
import type { OutcomeItem } from './outcome-response.js';

const PAGE = 500;
const COLUMNS: readonly (readonly [name: string, of: (item: OutcomeItem) => string | number | null | undefined])[] = [
  ['alert', ({ alertId }) => alertId],
  ['rule', ({ rule }) => rule],
  ['rule_name', ({ ruleName }) => ruleName],
  ['kind', ({ kind }) => kind],
  ['customer', ({ customerId }) => customerId],
  ['customer_name', ({ customerName }) => customerName],
  ['owner', ({ owner }) => owner],
  ['raised_at', ({ raisedAt }) => raisedAt],
  ['state', ({ state }) => state],
  ['muted', ({ muted }) => muted],
  ['outcome', ({ outcome }) => outcome],
  ['window_ends_at', ({ windowEndsAt }) => windowEndsAt],
  ['orders', ({ orders }) => orders],
  ['amount', ({ amount }) => amount],
  ['currency', ({ currency }) => currency],
  ['first_order', ({ first }) => first?.order],
  ['first_placed_at', ({ first }) => first?.placedAt],
  ['first_amount', ({ first }) => first?.amount],
  ['credited_orders', ({ creditedOrders }) => creditedOrders],
  ['credited_amount', ({ creditedAmount }) => creditedAmount],
];

/** All outcomes of a selection as CSV, those of the newest alerts first, read page by page as fast as the receiver takes them. */
export function outcomesCsv(database: Database, filter: OutcomeFilter, locale: Locale): Readable {
  return Readable.from(lines());

  async function* lines(): AsyncGenerator<string> {
    yield csvRow(COLUMNS.map(([name]) => name));
    let after: OutcomePosition | undefined;
    for (;;) {
      const items = await listOutcomes(database, filter, { locale, limit: PAGE }, after);
      if (items.length > 0) yield items.map((item) => csvRow(COLUMNS.map(([, of]) => of(item)))).join('');
      const last = items.at(-1);
      if (!last || items.length < PAGE) return;
      after = [last.raisedAt, last.alertId];
    }
  }
}
