import { OrderRecorded, type RecordedOrder } from '@orderweave/contracts';
import type { Received } from '@orderweave/stream';

/** A recorded order for specs: one that counts, worth 10, of nobody. */
export function recordedOrder(stated: Partial<RecordedOrder> & { externalId: string }): RecordedOrder {
  return {
    tenant: 'default',
    channel: 'shop',
    kind: 'order',
    status: 'paid',
    counts: true,
    revision: { updatedAt: '2026-01-01T00:00:00.000Z', rank: 5, hash: 'a'.repeat(32) },
    placedAt: '2026-01-01T00:00:00.000Z',
    placedOn: '2026-01-01',
    currency: 'CNY',
    identifiers: [],
    lines: [{ sku: 'A', quantity: '1', unitPrice: '10', discount: '0', amount: '10' }],
    refunds: [],
    value: '10',
    baseCurrency: 'CNY',
    ...stated,
  };
}

/** Orders as they come off the log. */
export function received(...orders: RecordedOrder[]): Received<RecordedOrder>[] {
  return orders.map((payload, index) => ({
    ...{ event: OrderRecorded, payload, topic: OrderRecorded.topic, partition: 0, offset: String(index) },
    ...{ timestamp: 0, traceparent: undefined, headers: {} },
  }));
}
