import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { packLines, type Activity } from '@orderweave/contracts';
import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';
import { TenantMoments } from '../models/tenant-moments.js';
import { SegmentEditor } from '../segments/segment-editor.js';
import { SegmentSweeper } from '../segments/segment-sweeper.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { ClusterFitter } from './cluster-fitter.js';
import { ClusterReader } from './cluster-reader.js';
import { countClusterWork } from './cluster-work.store.js';

const MONDAY = parseDay('2026-03-02');

describe('clusters', () => {
  let rig: SegmentationRig;
  let reader: ClusterReader;
  let orders = 0;
  beforeAll(async () => {
    rig = await SegmentationRig.start();
    reader = new ClusterReader(rig.database);
  });
  afterAll(() => rig.stop());
  beforeEach(() => rig.clear());

  const order = (customerId: string, day: Day, amount: number): Activity => {
    const lines = packLines([{ sku: `S${day % 20}`, quantity: '1' }]);
    return buildActivity({ customerId, order: `web/${++orders}`, day, amount: String(amount), lines });
  };
  /** Customers who order every week for much, and others who order seldom and little. */
  async function record(name: string, count: number, like: 'large' | 'small', until: Day): Promise<void> {
    for (let index = 0; index < count; index++) {
      const id = `${name}${index}`;
      const days = like === 'large' ? 20 : 3;
      const gap = like === 'large' ? 7 : 45;
      const amount = Math.round((like === 'large' ? 5_000 : 400) * (1 + (index % 7) / 50));
      await rig.ledger(Array.from({ length: days }, (_, back) => order(id, until - back * gap, amount)));
    }
    await rig.moveLadder();
  }
  async function fitAll(fitters = 2): Promise<void> {
    await Promise.all(Array.from({ length: fitters }, () => new ClusterFitter(rig.database).run()));
    await new ClusterFitter(rig.database).run();
    expect(await countClusterWork(rig.database)).toBe(0);
  }
  async function clustersBy(initial: string): Promise<string[]> {
    const rows = await rig.rows<{ cluster: string }>(
      'SELECT DISTINCT cluster FROM customer_cluster WHERE customer_id LIKE $1 ORDER BY cluster',
      [`${initial}%`],
    );
    return rows.map(({ cluster }) => cluster);
  }

  it('are found every fourth week as of Sunday, whoever looks, and put everybody in one', async () => {
    await rig.turnTo(MONDAY - 1);
    await record('l', 14, 'large', MONDAY - 3);
    await record('s', 10, 'small', MONDAY - 3);
    await rig.turnTo(MONDAY + 2);
    // What came after Sunday counts the next time.
    await rig.ledger([order('t', MONDAY + 2, 9)]);
    await rig.moveLadder();
    await fitAll(3);
    await rig.turnTo(MONDAY + 21);
    await fitAll();
    expect(await rig.rows('SELECT version, as_of FROM cluster_version')).toEqual([{ version: 1, as_of: MONDAY - 1 }]);
    expect([await clustersBy('l'), await clustersBy('s')]).toEqual([['c1'], ['c2']]);
    const told = await reader.current(TENANT);
    expect(told).toMatchObject({ version: 1, asOf: formatDay(MONDAY - 1), customers: 24, k: 2 });
    expect(told.silhouette).toBeGreaterThan(0.5);
    expect(told.items.map(({ number, name }) => [number, name])).toEqual([
      [1, 'c1'],
      [2, 'c2'],
    ]);
    expect(told.items[0]!.description.en).toMatch(/%/);
    expect(told.items[0]!.description['zh-CN']).toMatch(/占客户/);
    const page = await reader.members(TENANT, '2', { limit: 6, owner: null });
    const rest = await reader.members(TENANT, 'c2', { limit: 6, owner: null, cursor: page.next! });
    expect([...page.items, ...rest.items].map(({ customerId }) => customerId)).toEqual(
      Array.from({ length: 10 }, (_, index) => `s${index}`),
    );
    expect((await reader.members(TENANT, '2', { limit: 6, owner: 'rep' })).items).toEqual([]);
    await expect(reader.members(TENANT, '9', { limit: 6, owner: null })).rejects.toMatchObject({ status: 404 });
  });

  it('keep their numbers later on, are what segments ask for, and alert nobody by a fit alone', async () => {
    await rig.turnTo(MONDAY - 1);
    await record('l', 14, 'large', MONDAY - 3);
    await record('s', 10, 'small', MONDAY - 3);
    await rig.turnTo(MONDAY);
    await fitAll();
    const condition = { attribute: 'cluster', op: 'eq', value: 'c2' };
    const author = { tenant: TENANT, name: 'ana' };
    const { segment_id: id } = await new SegmentEditor(rig.database).create(author, { name: 'small', condition });
    const sweep = async () => {
      await new SegmentSweeper(rig.database, new TenantMoments(rig.policies, () => 0), () => 0).sweep();
      await rig.sweep();
      return rig.transitions.filter(({ kind }) => kind === 'segment');
    };
    expect(await sweep()).toHaveLength(10);

    await record('u', 25, 'small', MONDAY - 3);
    await sweep();
    // Everybody has ordered once more when it is time again.
    const all = ['l', 's', 'u'].flatMap((who, index) =>
      Array.from({ length: [14, 10, 25][index]! }, (_, n) => `${who}${n}`),
    );
    await rig.ledger(all.map((id) => order(id, MONDAY + 25, id.startsWith('l') ? 5_000 : 400)));
    await sweep();
    await rig.turnTo(MONDAY + 29);
    await fitAll();
    expect([await clustersBy('l'), await clustersBy('s'), await clustersBy('u')]).toEqual([['c1'], ['c2'], ['c2']]);
    const { items } = await reader.versions(TENANT, { limit: 10 });
    expect(items.map(({ version, items: [largest] }) => [version, largest!.name])).toEqual([
      [2, 'c2'],
      [1, 'c1'],
    ]);
    const entered = (await sweep()).slice(10);
    expect(entered.map(({ customerId }) => customerId).every((customer) => customer.startsWith('u'))).toBe(true);
    expect(entered).toHaveLength(25);
    for (const one of entered) {
      expect(one).toMatchObject({ to: id, alertable: false, cause: { type: 'model', ref: 'clusters-2' } });
    }
    // Those who are where they were are not looked at again.
    expect(await rig.rows('SELECT 1 FROM segment_news')).toEqual([]);
  });

  it('lose who has not ordered for a year, and have no number for nobody', async () => {
    await rig.turnTo(MONDAY);
    await fitAll();
    expect(await reader.current(TENANT)).toMatchObject({ version: 1, k: 0, items: [] });
    await record('l', 12, 'large', MONDAY);
    await record('s', 12, 'small', MONDAY - 300);
    await rig.turnTo(MONDAY + 7);
    await fitAll();
    expect((await reader.current(TENANT)).items.map(({ number }) => number).sort()).toEqual([1, 2]);
    await rig.turnTo(MONDAY + 77);
    await fitAll();
    expect(await clustersBy('s')).toEqual([]);
    expect((await clustersBy('l')).length).toBeGreaterThan(0);
  });
});
