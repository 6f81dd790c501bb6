import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { OrderSubmission, RecordedOrder } from '@orderweave/contracts';
import { parse } from 'csv-parse/sync';
import { formatAmount, parseAmount } from '../amount.js';
import { submissionFaults } from '../faults/submission-faults.js';
import { recordOrder } from '../record-order.js';
import { tenantSettings } from '../tenant-settings.js';
import { ONLINE_RETAIL } from './built-in-maps.js';
import { readOrders } from './read-orders.js';
import type { Row } from './row-fields.js';

const data = process.env['ORDERWEAVE_DATA'] ?? join(import.meta.dirname, '../../../../../../shared/data');
const file = join(data, 'online-retail/online_retail.csv.gz');
const NOW = Date.parse('2026-01-01T00:00:00Z');
const SETTINGS = tenantSettings({ tenant: 'uk', timeZone: 'Europe/London', baseCurrency: 'GBP', defaultCountry: 'GB' });

describe('Online Retail', () => {
  it('is read whole: every invoice, every line, every penny', async () => {
    if (!existsSync(file))
      throw new Error('Online Retail is not there: set ORDERWEAVE_DATA to the folder with online-retail/');
    const orders = new Map<string, RecordedOrder>();
    let lines = 0;
    let sum = 0n;
    const faults: unknown[] = [];
    let repeated = 0;
    for await (const { submission } of readOrders(openRows, ONLINE_RETAIL)) {
      faults.push(...submissionFaults(submission, NOW));
      const order = recordOrder(submission as OrderSubmission, SETTINGS);
      if (orders.has(order.externalId)) repeated += 1;
      lines += order.lines.length;
      sum += parseAmount(order.value ?? '');
      orders.set(order.externalId, { ...order, lines: order.lines.slice(0, 3) });
    }
    expect([faults, repeated]).toEqual([[], 0]);
    const all = [...orders.values()];
    expect([all.length, lines, formatAmount(sum)]).toEqual([25_900, 541_909, '9747747.934']);
    expect(new Set(all.flatMap(({ identifiers }) => identifiers)).size).toBe(4372);
    expect(all.filter(({ kind }) => kind === 'credit-note')).toHaveLength(3836);

    expect(orders.get('536365')).toMatchObject({
      kind: 'order',
      status: 'completed',
      identifiers: ['customer-id:online-retail/17850'],
      placedAt: '2010-12-01T08:26:00.000Z',
      currency: 'GBP',
      value: '139.12',
      shipTo: { country: 'United Kingdom' },
    });
    expect(orders.get('C536379')).toMatchObject({ kind: 'credit-note', value: '-27.5' });
    expect(orders.get('C536379')).not.toHaveProperty('refundsOrder');
    expect(orders.get('A563185')).toMatchObject({ kind: 'order', identifiers: [], value: '11062.06' });
    expect(orders.get('A563186')).toMatchObject({ kind: 'order', value: '-11062.06', placedOn: '2011-08-12' });
    expect(all.flatMap((order) => order.lines).some(({ unitPrice }) => /\.\d{3}$/.test(unitPrice))).toBe(true);
  }, 120_000);
});

function* openRows(): Generator<Row> {
  const [header = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split(/\r?\n/);
  const columns = header.split(',');
  for (const line of lines) {
    // No cell of this file has a line break, and few have a comma.
    const cells = line.includes('"') ? (parse(line) as string[][])[0] : line.split(',');
    yield Object.fromEntries(columns.map((column, index) => [column, cells?.[index]]));
  }
}
