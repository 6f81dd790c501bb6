import { describe, expect, it } from '@jest/globals';
import type { OrderSubmission } from '@orderweave/contracts';
import fc from 'fast-check';
import { formatAmount, parseAmount } from './amount.js';
import { formatDay, parseDay } from './day.js';
import { firstDays, rateOn } from './exchange-rate.js';
import { recordOrder } from './record-order.js';
import { TenantDirectory } from './tenant-directory.js';
import { tenantSettings, VALUE_BASES } from './tenant-settings.js';
import { documentWorth, valueOrder } from './value-order.js';

const money = fc.integer({ min: 0, max: 9_999_999 }).map((cents) => (cents / 1000).toFixed(3));
const submission = fc.record({
  kind: fc.constantFrom('order' as const, 'credit-note' as const),
  lines: fc.array(fc.record({ quantity: fc.integer({ min: -3, max: 3 }), unitPrice: money }), {
    minLength: 1,
    maxLength: 3,
  }),
  shipping: fc.option(money, { nil: undefined }),
  tax: fc.option(money, { nil: undefined }),
  refunds: fc.uniqueArray(fc.record({ id: fc.constantFrom('r1', 'r2'), amount: money }), { selector: ({ id }) => id }),
});

describe('an order that is valued later', () => {
  it('is the very order that it would have been, had its rate been known', () => {
    fc.assert(
      fc.property(submission, fc.constantFrom(...VALUE_BASES), money, (stated, valueBasis, price) => {
        const rate = formatAmount(parseAmount(price) + 1n);
        const order: OrderSubmission = {
          ...{ channel: 'shop', externalId: '1', placedAt: '2026-03-01T00:00:00Z', currency: 'EUR', kind: stated.kind },
          lines: stated.lines.map((line) => ({ sku: 'S', ...line })),
          ...(stated.shipping !== undefined && { shipping: stated.shipping }),
          ...(stated.tax !== undefined && { tax: stated.tax }),
          ...(stated.kind === 'order' && { refunds: stated.refunds }),
        };
        const poor = tenantSettings({ tenant: 'default', valueBasis });
        const rich = { ...poor, rates: [{ currency: 'EUR', from: '2026-03-01', rate }] };
        const waiting = recordOrder(order, poor);
        expect(waiting.value).toBeUndefined();
        expect(valueOrder(waiting, documentWorth(order, poor), parseAmount(rate))).toEqual(recordOrder(order, rich));
      }),
    );
  });

  it('waits for a rate of its day or an earlier one', () => {
    const directory = new TenantDirectory([tenantSettings({ tenant: 'default' })]);
    const before = directory.get('default');
    directory.restateRates('default', [
      { currency: 'EUR', from: '2026-03-05', rate: '8' },
      { currency: 'EUR', from: '2026-03-02', rate: '7' },
      { currency: 'USD', from: '2026-03-09', rate: '6' },
    ]);
    const settings = directory.get('default');
    expect([...firstDays(settings)]).toEqual([
      ['EUR', parseDay('2026-03-02')],
      ['USD', parseDay('2026-03-09')],
    ]);
    const on = (day: string) => rateOn(settings, 'EUR', parseDay(day));
    expect(['2026-03-01', '2026-03-02', '2026-03-04', '2026-03-05'].map(on)).toEqual([
      undefined,
      ...['7', '7', '8'].map(parseAmount),
    ]);
    const days = Array.from({ length: 40 }, (_, n) => n * 3);
    const many = tenantSettings({
      tenant: 'default',
      rates: days.flatMap((from) =>
        ['1', '2'].map((end) => ({ currency: 'EUR', from: formatDay(from), rate: `${from}.${end}` })),
      ),
    });
    // Of two rates for one day the one listed first holds.
    for (let at = -1; at < 130; at++) {
      const from = days.findLast((one) => one <= at);
      expect(rateOn(many, 'EUR', at)).toEqual(from === undefined ? undefined : parseAmount(`${from}.1`));
    }
    expect(rateOn(before, 'EUR', parseDay('2026-03-05'))).toBeUndefined();
    expect(() => directory.restateRates('nobody', [])).toThrow(RangeError);
  });
});
