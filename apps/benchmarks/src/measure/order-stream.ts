import type { RecordedOrder } from '@orderweave/contracts';
import { formatDay, localDay, recordOrder, tenantSettings } from '@orderweave/domain-ordering';
import { RandomSource } from '@orderweave/simulator';

/** What the stream is like. */
export interface StreamShape {
  customers: number;
  /** Lines an order. */
  lines: number;
  /** Epoch milliseconds; the first 200,000 orders are placed in the six hours before it. */
  now: number;
}

const HOUR_MS = 3_600_000;
/** Some ten orders a second, of which some arrive a minute late. */
const APART_MS = 100;
const DISORDER_MS = 60_000;
const settings = tenantSettings({ tenant: 'default', timeZone: 'UTC', baseCurrency: 'CNY' });

/** The tenant settings that the stream is made for. */
export const STREAM_TENANTS = [{ tenant: 'default', timeZone: 'UTC', baseCurrency: 'CNY' }];

/** The month that the orders of a stream lie in. */
export const monthOfStream = (now: number): string => formatDay(localDay(now, 'UTC')).slice(0, 7);

/** `count` recorded orders from number `from` on, the same for the same arguments; every one of a known customer, all distinct. */
export function* orderStream(
  { customers, lines, now }: StreamShape,
  from: number,
  count: number,
): Iterable<RecordedOrder> {
  const begin = now - 6 * HOUR_MS;
  for (let number = from; number < from + count; number++) {
    const random = new RandomSource(`bench/${number}`);
    const customer = Math.floor(random.next() ** 1.5 * customers);
    yield recordOrder(
      {
        channel: 'shop',
        externalId: `B-${number}`,
        status: 'paid',
        placedAt: new Date(begin + number * APART_MS - Math.floor(random.next() * DISORDER_MS)).toISOString(),
        currency: 'CNY',
        identifiers: [{ kind: 'customer-id', value: `c${customer}` }],
        customerName: `Customer ${customer}`,
        salesRep: `rep-${customer % 20}`,
        lines: Array.from({ length: lines }, () => ({
          sku: `sku-${Math.floor(random.next() * 500)}`,
          name: 'A product with a name of usual length',
          category: 'category',
          quantity: String(1 + Math.floor(random.next() * 9)),
          unitPrice: (1 + random.next() * 400).toFixed(2),
        })),
      },
      settings,
    );
  }
}
