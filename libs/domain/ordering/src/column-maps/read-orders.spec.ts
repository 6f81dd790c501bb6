import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeRevision } from '../revision.js';
import { recordOrder } from '../record-order.js';
import { tenantSettings } from '../tenant-settings.js';
import { GENERIC } from './built-in-maps.js';
import type { ImportedOrder } from './order-draft.js';
import { type ReadLimits, readOrders } from './read-orders.js';
import type { Row } from './row-fields.js';

const SETTINGS = tenantSettings({ tenant: 'default' });

function row(order: string, sku: string, more: Row = {}): Row {
  return {
    order_id: order,
    customer_id: 'c1',
    placed_at: '2026-01-05T10:00:00+08:00',
    currency: 'CNY',
    sku,
    quantity: '1',
    unit_price: '10',
    ...more,
  };
}

async function read(rows: readonly Row[], limits?: ReadLimits): Promise<ImportedOrder[]> {
  const orders: ImportedOrder[] = [];
  for await (const order of readOrders(() => rows, GENERIC, limits)) orders.push(order);
  return orders;
}

function skusOf({ submission }: ImportedOrder): string {
  return (submission['lines'] as { sku: string }[]).map(({ sku }) => sku).join('');
}

describe('reading orders from rows', () => {
  it('hands out documents in the order of their last rows', async () => {
    const orders = await read([row('1', 'a'), row('2', 'b'), row('1', 'c'), row('3', 'd')]);
    expect(orders.map(({ document, rows, firstRow }) => [document, rows, firstRow])).toEqual([
      ['file/2', 1, 2],
      ['file/1', 2, 1],
      ['file/3', 1, 4],
    ]);
    expect(orders.map(skusOf)).toEqual(['b', 'ac', 'd']);
  });

  it('hands a document out again, whole and newer, when a row of it comes after all', async () => {
    const rows = [row('1', 'a'), row('2', 'b'), row('2', 'c'), row('2', 'd'), row('1', 'e'), row('1', 'f')];
    const orders = await read(rows, { windowRows: 2 });
    expect(orders.map((order) => `${order.document}:${skusOf(order)}`)).toEqual([
      'file/1:a',
      'file/2:bcd',
      'file/1:aef',
    ]);
    expect(orders[2]?.submission['updatedAt']).toBe('2026-01-05T02:00:00.001Z');
  });

  it('says which columns are missing', async () => {
    const { sku: _sku, currency: _currency, ...poor } = row('1', 'a') as Record<string, string>;
    await expect(read([poor])).rejects.toThrow(/"currency" is missing.*\n.*"sku" is missing/);
  });

  it('takes the earliest placed-at, the latest updated-at, and identifiers from wherever they stand', async () => {
    const [order] = await read([
      row('1', 'a', { customer_id: '', updated_at: '2026-01-06T00:00:00Z' }),
      row('1', 'b', { placed_at: '2026-01-05T09:59:00+08:00', updated_at: '2026-01-07T00:00:00Z' }),
    ]);
    expect(order?.submission).toMatchObject({
      placedAt: '2026-01-05T09:59:00+08:00',
      updatedAt: '2026-01-07T00:00:00Z',
      identifiers: [{ kind: 'customer-id', value: 'c1' }],
    });
  });

  it('ends with every line of every document, whatever the order of rows and the size of the window', async () => {
    const documents = fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 60 });
    const limits = fc.record({
      windowRows: fc.integer({ min: 1, max: 10 }),
      heldRows: fc.integer({ min: 1, max: 20 }),
      documentsAPass: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(documents, limits, async (sequence, bounds) => {
        const rows = sequence.map((document, index) => row(String(document), `s${index}`));
        const newest = new Map<string, ReturnType<typeof recordOrder>>();
        for (const { submission } of await read(rows, bounds)) {
          const order = recordOrder(submission as Parameters<typeof recordOrder>[0], SETTINGS);
          const known = newest.get(order.externalId);
          if (judgeRevision(order.revision, known?.revision) === 'accepted') newest.set(order.externalId, order);
        }
        for (const document of new Set(sequence.map(String))) {
          const skus = rows.filter(({ order_id }) => order_id === document).map(({ sku }) => sku);
          expect(newest.get(document)?.lines.map(({ sku }) => sku)).toEqual(skus);
        }
        expect(newest.size).toBe(new Set(sequence).size);
      }),
    );
  });
});
