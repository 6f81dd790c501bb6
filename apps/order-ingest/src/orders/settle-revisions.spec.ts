import { describe, expect, it } from '@jest/globals';
import type { RecordedOrder } from '@orderweave/contracts';
import { recordOrder, tenantSettings } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { documentKey, greatestOfEach, judgeInTurn } from './settle-revisions.js';

const SETTINGS = tenantSettings({ tenant: 'default' });
const arrival = fc.record({
  document: fc.constantFrom('a', 'b'),
  at: fc.integer({ min: 0, max: 4 }),
  price: fc.integer({ min: 1, max: 2 }),
});

function orderOf({ document, at, price }: { document: string; at: number; price: number }): RecordedOrder {
  return recordOrder(
    {
      channel: 'shop',
      externalId: document,
      placedAt: '2026-01-01T00:00:00Z',
      updatedAt: `2026-01-01T00:00:0${at}Z`,
      currency: 'CNY',
      lines: [{ sku: 'S', quantity: 1, unitPrice: price }],
    },
    SETTINGS,
  );
}

describe('revisions within a batch', () => {
  it('are judged as if they had come one by one', () => {
    const [old, newer] = [orderOf({ document: 'a', at: 1, price: 1 }), orderOf({ document: 'a', at: 2, price: 1 })];
    expect(judgeInTurn([old, newer, newer, old], new Map())).toEqual(['accepted', 'accepted', 'duplicate', 'stale']);
    expect(judgeInTurn([old, newer], new Map([[documentKey(newer), newer.revision]]))).toEqual(['stale', 'duplicate']);
  });

  it('leave the last accepted one as the greatest', () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 20 }), (arrivals) => {
        const orders = arrivals.map(orderOf);
        const results = judgeInTurn(orders, new Map());
        const greatest = greatestOfEach(orders.map((order) => ({ order })));
        expect([...greatest.keys()]).toEqual([...greatest.keys()].sort());
        for (const [key, { order }] of greatest) {
          const accepted = orders.filter((one, index) => documentKey(one) === key && results[index] === 'accepted');
          expect(accepted.at(-1)?.revision).toEqual(order.revision);
        }
      }),
    );
  });
});
