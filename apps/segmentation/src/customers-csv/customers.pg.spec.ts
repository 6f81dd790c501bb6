import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAmount, parseDay } from '@orderweave/domain-ordering';
import { parse } from 'csv-parse/sync';
import { TenantMoments } from '../models/tenant-moments.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import type { CustomerFilter } from './customer-filter.js';
import { CustomersReader } from './customers-reader.js';
import type { CustomerMeasuresResponse } from './customers-response.js';
import { streamCustomersCsv } from './stream-customers-csv.js';

const FIRST = parseDay('2025-01-01');
const TODAY = parseDay('2025-12-20');
const CUSTOMERS = 60;

describe('the list of customers and its file', () => {
  let rig: SegmentationRig;
  let reader: CustomersReader;
  let all: CustomerMeasuresResponse[];

  beforeAll(async () => {
    rig = await SegmentationRig.start();
    await rig.clear();
    await rig.turnTo(FIRST);
    for (let day = FIRST; day <= TODAY; day += 10) {
      const buying = Array.from({ length: CUSTOMERS }, (_, i) => i).filter((i) => buysOn(i, day));
      await rig.ledger(
        buying.map((i) =>
          buildActivity({ customerId: idOf(i), order: `web/${i}-${day}`, day, amount: String(1 + ((i * 37) % 100)) }),
        ),
      );
      await rig.moveLadder();
      await rig.turnTo(Math.min(day + 10, TODAY));
    }
    await rig.ledger([
      ...Array.from({ length: CUSTOMERS }, (_, i) => profile(idOf(i), i % 2 === 0 ? 'Wang' : 'Li')),
      { ...profile('alias', 'Li'), mergedInto: idOf(1) },
      buildActivity({ customerId: 'credit', order: 'web/credit', day: TODAY, amount: '-5', purchase: false }),
      buildActivity({
        customerId: 'quote',
        order: 'web/quote',
        day: TODAY,
        amount: '5',
        purchase: false,
        counts: false,
      }),
      buildActivity({ customerId: 'tomorrow', order: 'web/tomorrow', day: TODAY + 1, amount: '5' }),
    ]);
    await rig.moveLadder();
    await rig.rows(
      `INSERT INTO segment_member (tenant, segment_id, customer_id, entered_at, version) SELECT '${TENANT}', 's', customer_id, now(), 1
         FROM customer WHERE customer_id < 'c20'`,
    );
    const moments = new TenantMoments(rig.policies, () => 0);
    reader = new CustomersReader(rig.database, moments);
    all = (await reader.list(TENANT, {}, { limit: 1000 })).items;
  });
  afterAll(() => rig.stop());

  const idsOf = (items: readonly CustomerMeasuresResponse[]) => items.map(({ customerId }) => customerId);
  const csvOf = async (filter: CustomerFilter): Promise<Record<string, string>[]> => {
    const moments = new TenantMoments(rig.policies, () => 0);
    return parse(await text(streamCustomersCsv({ database: rig.database, moments, tenant: TENANT, filter })), {
      columns: true,
    });
  };

  it('holds who has a counted document by the day, and neither aliases nor who only asked', () => {
    const known = Array.from({ length: CUSTOMERS }, (_, i) => idOf(i)).filter((_, i) => i !== 0);
    expect(idsOf(all)).toEqual([...known, 'credit'].sort());
    const credit = all.find(({ customerId }) => customerId === 'credit')!;
    expect(credit).toMatchObject({ tierLive: 'D', tierFinal: null, stage: 'potential', purchases: null, rfm: null });
    expect(credit).toMatchObject({ frequency: 'prospect', valueBand: null, net365: '-5' });
  });

  const kinds: [string, (one: CustomerMeasuresResponse) => string | null | undefined][] = [
    ['tier', (one) => one.tierLive],
    ['finalTier', (one) => one.tierFinal],
    ['valueBand', (one) => one.valueBand],
    ['frequency', (one) => one.frequency],
    ['rfmGroup', (one) => one.rfm?.group],
    ['stage', (one) => one.stage],
    ['risk', (one) => one.purchases?.risk],
    ['owner', (one) => one.owner],
  ];
  it.each(kinds)('finds by %s exactly those that have it, in the file as well', async (name, valueOf) => {
    const values = new Set(all.map(valueOf).filter((value) => value !== null && value !== undefined));
    expect(values.size).toBeGreaterThan(1);
    for (const value of values) {
      const expected = idsOf(all.filter((one) => valueOf(one) === value));
      expect(idsOf((await reader.list(TENANT, { [name]: value }, { limit: 1000 })).items)).toEqual(expected);
      expect((await csvOf({ [name]: value })).map((row) => row['customer_id'])).toEqual(expected);
    }
  });

  it('finds by segment and by least net amount, and by all that is asked at once', async () => {
    const least = '150.5';
    const expected = all.filter((one) => one.customerId < 'c20' && parseAmount(one.net365) >= parseAmount(least));
    expect(expected.length).toBeGreaterThan(0);
    const filter = { segment: 's', minNet365: least };
    expect((await reader.list(TENANT, filter, { limit: 1000 })).items).toEqual(expected);
    const wang = await reader.list(TENANT, { ...filter, owner: 'Wang' }, { limit: 1000 });
    expect(wang.items).toEqual(expected.filter(({ owner }) => owner === 'Wang'));
  });

  it('gives in pages what it gives at once', async () => {
    const paged: CustomerMeasuresResponse[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await reader.list(TENANT, { owner: 'Li' }, { cursor, limit: 7 });
      expect(page.items.length).toBeLessThanOrEqual(7);
      paged.push(...page.items);
      cursor = page.next;
    }
    expect(paged).toEqual(all.filter(({ owner }) => owner === 'Li'));
  });

  it('judges anew whom the sweeper has not come to yet', async () => {
    const churned = idsOf(all.filter(({ stage }) => stage === 'churned'));
    expect(churned.length).toBeGreaterThan(0);
    await rig.rows(`UPDATE customer SET stage = 'new', risk = 'healthy', wake = ${TODAY}`);
    expect(idsOf((await reader.list(TENANT, { stage: 'churned' }, { limit: 1000 })).items)).toEqual(churned);
    expect((await csvOf({})).filter(({ stage }) => stage === 'churned').map((row) => row['customer_id'])).toEqual(
      churned,
    );
  });
});

function buysOn(customer: number, day: number): boolean {
  const stops = FIRST + ((customer * 61) % 400);
  return customer > 0 && day <= Math.max(stops, FIRST + 10) && ((day - FIRST) / 10) % (1 + (customer % 5)) === 0;
}

function idOf(customer: number): string {
  return `c${String(customer).padStart(2, '0')}`;
}

function profile(customerId: string, owner: string) {
  return { tenant: TENANT, customerId, version: 1, identifiers: [`email:${customerId}@example.com`], owner };
}
