import { describe, expect, it } from '@jest/globals';
import { OrderRecorded, type OrderSubmission, type RecordedOrder } from '@orderweave/contracts';
import fc from 'fast-check';
import { formatAmount, parseAmount } from './amount.js';
import type { Fault } from './faults/fault.js';
import { recordOrder } from './record-order.js';
import { tenantSettings } from './tenant-settings.js';

const SHANGHAI = tenantSettings({ tenant: 'default' });

function submission(more: Partial<OrderSubmission> = {}): OrderSubmission {
  return {
    channel: 'own-shop',
    externalId: 'A-1',
    placedAt: '2026-01-31T16:30:00Z',
    currency: 'CNY',
    lines: [{ sku: 'S', quantity: 2, unitPrice: '14.665' }],
    ...more,
  };
}

describe('a recorded order', () => {
  it('has defaults, the local day, exact amounts, and fits its event', () => {
    const order = recordOrder(submission(), SHANGHAI);
    expect(order).toMatchObject({
      kind: 'order',
      status: 'placed',
      counts: true,
      placedOn: '2026-02-01',
      placedAt: '2026-01-31T16:30:00.000Z',
      identifiers: [],
      value: '29.33',
      revision: { updatedAt: '2026-01-31T16:30:00.000Z', rank: 4 },
      lines: [{ sku: 'S', quantity: '2', unitPrice: '14.665', discount: '0', amount: '29.33' }],
    });
    expect(OrderRecorded.decode(Buffer.from(JSON.stringify(order)))).toEqual(order);
  });

  it('counts by its status', () => {
    const counting = (
      ['cart', 'draft', 'quote', 'placed', 'paid', 'fulfilled', 'completed', 'cancelled', 'voided'] as const
    ).filter((status) => recordOrder(submission({ status }), SHANGHAI).counts);
    expect(counting).toEqual(['placed', 'paid', 'fulfilled', 'completed']);
  });

  it('is worth what the tenant’s basis says', () => {
    const sent = submission({
      lines: [{ sku: 'S', quantity: '3', unitPrice: '10', discount: '5' }],
      shipping: '7.5',
      tax: 4,
    });
    const value = (valueBasis: 'goods' | 'goods+shipping' | 'total'): string | undefined =>
      recordOrder(sent, tenantSettings({ tenant: 'default', valueBasis })).value;
    expect([value('goods'), value('goods+shipping'), value('total')]).toEqual(['25', '32.5', '36.5']);
  });

  it('is converted by the rate of its local day, and unvalued without one', () => {
    const settings = tenantSettings({
      tenant: 'default',
      rates: [
        { currency: 'EUR', from: '2026-02-01', rate: '8' },
        { currency: 'EUR', from: '2026-01-01', rate: '7.5' },
      ],
    });
    const refunds = [{ id: 'r1', amount: '2' }];
    const at = (placedAt: string): RecordedOrder =>
      recordOrder(submission({ currency: 'EUR', placedAt, refunds }), settings);
    expect(at('2026-01-31T15:59:59Z')).toMatchObject({ value: '219.975', refunds: [{ id: 'r1', amount: '15' }] });
    expect(at('2026-01-31T16:00:00Z')).toMatchObject({ value: '234.64', refunds: [{ id: 'r1', amount: '16' }] });
    const early = at('2025-12-31T15:59:59Z');
    expect(early.value).toBeUndefined();
    expect(early.refunds).toEqual([{ id: 'r1', amount: '2' }]);
  });

  it('is as old as the source says, else as the last refund that it tells of, else as its order', () => {
    const placedAt = '2026-01-05T10:00:00Z';
    const refunds = ['2026-01-09T00:00:00Z', '2026-01-07T00:00:00Z', undefined].map((refundedAt, index) => {
      return { id: `r${index}`, amount: '2', ...(refundedAt && { refundedAt }) };
    });
    const updatedAtOf = (more: object) =>
      recordOrder(submission({ placedAt, ...more }), tenantSettings({ tenant: 'default' })).revision.updatedAt;
    expect(updatedAtOf({})).toBe('2026-01-05T10:00:00.000Z');
    expect(updatedAtOf({ refunds: refunds.slice(2) })).toBe('2026-01-05T10:00:00.000Z');
    expect(updatedAtOf({ refunds })).toBe('2026-01-09T00:00:00.000Z');
    expect(updatedAtOf({ refunds, updatedAt: '2026-01-06T00:00:00Z' })).toBe('2026-01-06T00:00:00.000Z');
  });

  it('takes away when it is a credit note, however its lines are signed', () => {
    const note = (quantity: number): RecordedOrder =>
      recordOrder(
        submission({
          kind: 'credit-note',
          lines: [{ sku: 'S', quantity, unitPrice: '10', discount: quantity > 0 ? 1 : -1 }],
        }),
        SHANGHAI,
      );
    for (const order of [note(3), note(-3)]) {
      expect(order.value).toBe('-29');
      expect(order.lines[0]).toMatchObject({ quantity: '-3', unitPrice: '10', discount: '-1', amount: '-29' });
    }
  });

  it('keeps unusable identifiers out and says so', () => {
    const warnings: Fault[] = [];
    const identifiers = [
      { kind: 'phone' as const, value: '12' },
      { kind: 'email' as const, value: 'A@b.cn' },
      { kind: 'email' as const, value: 'a@B.cn ' },
    ];
    const order = recordOrder(submission({ identifiers }), SHANGHAI, (fault) => warnings.push(fault));
    expect(order.identifiers).toEqual(['email:a@b.cn']);
    expect(warnings).toEqual([
      { field: '/identifiers/0/value', value: '12', rule: 'unusable-identifier', limit: 'phone' },
    ]);
  });
});

describe('a content hash', () => {
  const hashOf = (more: Partial<OrderSubmission>, settings = SHANGHAI): string =>
    recordOrder(submission(more), settings).revision.hash;

  it('is the same for the same content, however it is written', () => {
    const same = hashOf({
      lines: [{ unitPrice: 14.665, quantity: '2.000', sku: 'S', discount: '0' }],
      status: 'placed',
    });
    expect(same).toBe(hashOf({}));
    expect(hashOf({ placedAt: '2026-02-01T00:30:00+08:00' })).toBe(same);
    expect(hashOf({}, tenantSettings({ tenant: 'default', valueBasis: 'total', defaultCountry: 'GB' }))).toBe(same);
  });

  it('differs when anything that counts differs', () => {
    const variants: Partial<OrderSubmission>[] = [
      {},
      { lines: [{ sku: 'S', quantity: 2, unitPrice: '14.666' }] },
      { lines: [{ sku: 'T', quantity: 2, unitPrice: '14.665' }] },
      { shipping: 1 },
      { tax: 1 },
      { currency: 'EUR' },
      { kind: 'credit-note' },
      { refunds: [{ id: 'r', amount: 1 }] },
      { identifiers: [{ kind: 'email', value: 'a@b.cn' }] },
      { customerName: 'Li' },
      { shipTo: { city: 'Xi’an' } },
    ];
    expect(new Set(variants.map((variant) => hashOf(variant))).size).toBe(variants.length);
  });
});

describe('the value of an order', () => {
  it('is the exact sum of its lines', () => {
    const line = fc.record({
      quantity: fc.integer({ min: -500, max: 500 }),
      cents: fc.integer({ min: 0, max: 10_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
        const order = recordOrder(
          submission({
            lines: lines.map(({ quantity, cents }) => ({
              sku: 'S',
              quantity,
              unitPrice: formatAmount(BigInt(cents) * 10n ** 9n),
            })),
          }),
          SHANGHAI,
        );
        const thousandths = lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
        expect(parseAmount(order.value ?? '')).toBe(BigInt(thousandths) * 10n ** 9n);
      }),
    );
  });
});
