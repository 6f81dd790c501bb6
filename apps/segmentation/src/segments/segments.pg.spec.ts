import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Activity, Profile } from '@orderweave/contracts';
import { formatDay, parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { evaluateSegment, type SegmentCondition } from '@orderweave/domain-segmentation';
import fc from 'fast-check';
import { TenantMoments } from '../models/tenant-moments.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { readFactsPage } from './customer-facts.store.js';
import { notingNews } from './note-news.js';
import { readSegments } from './segment-definition.store.js';
import { SegmentEditor } from './segment-editor.js';
import { SegmentReader } from './segment-reader.js';
import { SegmentSweeper } from './segment-sweeper.js';
import { countSegmentWork } from './segment-work.store.js';
import { factsOn } from './turn-cause.js';

const DAY = parseDay('2026-03-02');
const AUTHOR = { tenant: TENANT, name: 'ana' };

describe('segments', () => {
  let rig: SegmentationRig;
  let editor: SegmentEditor;
  let orders = 0;

  beforeAll(async () => {
    rig = await SegmentationRig.start();
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    await rig.clear();
    editor = new SegmentEditor(rig.database);
    await rig.turnTo(DAY);
  });

  /** One batch as the topology runs it: through the ledger, and noted for the segments. */
  async function record(...batch: (Activity | Profile)[]): Promise<void> {
    await rig.ledger(batch);
    await rig.database.transaction((tx) =>
      notingNews(() => Promise.resolve({}))(batch.map((payload) => ({ payload })) as never, tx, {} as never),
    );
    await rig.moveLadder();
  }
  const order = (customerId: string, day: Day, more: Partial<Activity> & { amount?: string } = {}): Activity => {
    return buildActivity({ customerId, order: `web/${++orders}`, day, amount: '100', ...more });
  };
  async function judge(sweepers = 1): Promise<void> {
    const moments = new TenantMoments(rig.policies, () => 0);
    const work = Array.from({ length: sweepers }, () => new SegmentSweeper(rig.database, moments, () => 0, 3).sweep());
    await Promise.all(work);
    await rig.sweep();
    expect(await countSegmentWork(rig.database)).toBe(0);
  }
  const members = async (id: string): Promise<string[]> => {
    const rows = await rig.rows<{ customer_id: string }>(
      'SELECT customer_id FROM segment_member WHERE segment_id = $1 ORDER BY customer_id',
      [id],
    );
    return rows.map(({ customer_id }) => customer_id);
  };
  const told = () => rig.transitions.filter(({ kind }) => kind === 'segment');
  const create = async (name: string, condition: SegmentCondition): Promise<string> =>
    (await editor.create(AUTHOR, { name, condition })).segment_id;

  it('takes in whoever fits when it is saved, and alerts nobody of that', async () => {
    await record(order('a', DAY - 40), order('b', DAY - 3), order('c', DAY - 50), order('c', DAY - 1));
    const id = await create('quiet', { orders: { withinDays: 30, atMost: 0 } });
    expect(await members(id)).toEqual([]);
    await judge();
    expect(await members(id)).toEqual(['a']);
    expect(told()).toMatchObject([
      {
        customerId: 'a',
        from: null,
        to: id,
        label: 'entered',
        alertable: false,
        cause: { type: 'policy', ref: `segment/${id}@1` },
        because: {
          inputs: [
            { name: 'segment', value: 'quiet' },
            { name: 'segment-version', value: 1 },
            { name: 'matching-orders', value: 0, threshold: 0, unit: 'orders' },
          ],
        },
      },
    ]);
  });

  it('lets customers in by silence on the very day, and out by an order, each told once', async () => {
    await record(order('a', DAY), order('b', DAY));
    const id = await create('quiet', { orders: { withinDays: 30, atMost: 0 } });
    await judge();
    await rig.turnTo(DAY + 29);
    await judge();
    expect(told()).toEqual([]);
    await rig.turnTo(DAY + 30);
    await judge(3);
    expect(await members(id)).toEqual(['a', 'b']);
    expect(told()).toMatchObject([
      { effectiveAt: new Date(startOfDay(DAY + 30, 'Asia/Shanghai')).toISOString(), alertable: true },
      { cause: { type: 'deadline', ref: formatDay(DAY + 30) } },
    ]);
    const back = order('b', DAY + 30);
    await record(back, back);
    await judge(3);
    await judge();
    expect(await members(id)).toEqual(['a']);
    expect(told().slice(2)).toMatchObject([
      { customerId: 'b', from: id, to: null, label: 'left', cause: { type: 'order', ref: back.order } },
    ]);
    expect(new Set(told().map((one) => one.id)).size).toBe(3);
  });

  it('tells of orders of long ago as of then, of a revision as of it, and of what only changed hands as of now', async () => {
    const profile = (customerId: string): Profile => ({ tenant: TENANT, customerId, version: 1, identifiers: [] });
    const id = await create('regular', { orders: { withinDays: 90, atLeast: 2 } });
    await judge();
    const [a1, a2] = [order('a', DAY - 40), order('a', DAY - 30)];
    const [b1, b2] = [order('b', DAY - 40), order('b', DAY - 39)];
    const c2 = order('c', DAY - 30, { cause: 'identity' });
    // A profile comes with its first order, before it or after.
    await record(profile('a'), a1, a2, b1, b2, profile('b'), order('c', DAY - 31), c2);
    await judge();
    const revisedAt = new Date(startOfDay(DAY - 3, 'Asia/Shanghai')).toISOString();
    await record({ ...b2, version: 2, counts: false, purchase: false, netAmount: '0', revisedAt });
    await judge();
    const now = startOfDay(DAY, 'Asia/Shanghai');
    expect(told().map(({ customerId, label, effectiveAt }) => `${customerId} ${label} ${effectiveAt}`)).toEqual([
      `a entered ${a2.placedAt}`,
      `b entered ${b2.placedAt}`,
      `c entered ${new Date(now).toISOString()}`,
      `b left ${revisedAt}`,
    ]);
    expect(await members(id)).toEqual(['a', 'c']);
  });

  it('goes through the days that a clock jumps over', async () => {
    await record(order('a', DAY));
    // Two orders in 10 days, or silence from day 20 to 39: in, out, in, out.
    const id = await create('waves', {
      or: [{ orders: { withinDays: 10, atLeast: 1 } }, { attribute: 'silence-days', op: 'between', from: 20, to: 39 }],
    });
    await judge();
    await rig.turnTo(DAY + 60);
    await judge();
    const at = (offset: number): string => new Date(startOfDay(DAY + offset, 'Asia/Shanghai')).toISOString();
    expect(told().map(({ to, effectiveAt }) => [to === id, effectiveAt])).toEqual([
      [true, at(0)],
      [false, at(10)],
      [true, at(20)],
      [false, at(40)],
    ]);
    expect(await members(id)).toEqual([]);
  });

  it('follows what others find: tier, risk, owner', async () => {
    await record(order('a', DAY - 5, { amount: '900' }), order('b', DAY - 5, { amount: '10' }));
    const best = await create('best', { attribute: 'tier-live', op: 'eq', value: 'A' });
    const mine = await create('mine', { attribute: 'owner', op: 'eq', value: 'li.wei' });
    const risky = await create('risky', { attribute: 'risk', op: 'in', values: ['at-risk', 'lost'] });
    await judge();
    await record(order('b', DAY, { amount: '5000' }), order('a', DAY, { amount: '1' }));
    await record({
      tenant: TENANT,
      customerId: 'a',
      version: 1,
      identifiers: ['email:a@example.com'],
      owner: 'li.wei',
    });
    await judge();
    expect([await members(best), await members(mine)]).toEqual([['b'], ['a']]);
    await rig.turnTo(parseDay('2026-04-01'));
    await judge();
    expect(await members(best)).toEqual([]);
    await rig.turnTo(DAY + 200);
    await judge();
    expect(await members(risky)).toEqual(['a', 'b']);
  });

  it('follows the model of purchases from the day on which it is in force', async () => {
    await record(
      order('a', DAY - 60),
      order('a', DAY - 50),
      order('a', DAY - 40),
      order('b', DAY - 2),
      order('b', DAY),
    );
    const id = await create('gone', { attribute: 'p-alive', op: 'lt', value: 0.5 });
    await judge();
    expect(await members(id)).toEqual([]);
    await rig.turnTo(DAY + 6);
    await judge();
    expect(await members(id)).toEqual([]);
    await rig.turnTo(DAY + 7);
    const training = { unusable: [], fit: { parameters: { k: 1, r: 1.5, alpha: 15, a: 0.8, b: 2.5 } } };
    await rig.rows('UPDATE gap_model SET training = $1 WHERE from_day = $2', [JSON.stringify(training), DAY + 7]);
    await judge();
    expect(await members(id)).toEqual(['a']);
    expect(told()).toMatchObject([{ customerId: 'a', cause: { type: 'model', ref: 'gap-2' }, alertable: false }]);
    expect(told()[0]!.because.inputs).toContainEqual(expect.objectContaining({ name: 'p-alive', threshold: 0.5 }));
  });

  it('judges by a new version from the first customer on, and forgets an ended segment', async () => {
    await record(order('a', DAY - 40), order('b', DAY - 3));
    const id = await create('s', { attribute: 'silence-days', op: 'gte', value: 10 });
    await judge();
    await editor.replace(AUTHOR, id, {
      name: 's',
      condition: { attribute: 'silence-days', op: 'lt', value: 10 },
      version: 1,
    });
    // News that comes before the pass does not judge by a version that it has not come to.
    await record(order('b', DAY));
    await judge();
    expect(await members(id)).toEqual(['b']);
    expect(
      told()
        .slice(1)
        .map(({ customerId, cause, alertable }) => [customerId, cause.ref, alertable]),
    ).toEqual([
      ['a', `segment/${id}@2`, false],
      ['b', `segment/${id}@2`, false],
    ]);
    await expect(editor.replace(AUTHOR, id, { name: 's', condition: {}, version: 1 })).rejects.toMatchObject({
      status: 422,
    });
    await expect(
      editor.replace(AUTHOR, id, { name: 's', condition: { orders: { atLeast: 1 } }, version: 1 }),
    ).rejects.toMatchObject({ status: 409 });
    await editor.end(TENANT, id);
    expect(await members(id)).toEqual([]);
    await record(order('a', DAY));
    await judge();
    expect(told()).toHaveLength(3);
    await expect(editor.end(TENANT, id)).rejects.toMatchObject({ status: 404 });
  });

  it('notes nothing for a tenant without a segment', async () => {
    await record(order('a', DAY));
    expect(await rig.rows('SELECT 1 FROM segment_news')).toEqual([]);
  });

  it('counts without saving', async () => {
    await record(...Array.from({ length: 30 }, (_, index) => order(`c${index}`, DAY - index)));
    const reader = new SegmentReader(rig.database, new TenantMoments(rig.policies, () => 0));
    const counted = await reader.count(TENANT, { attribute: 'silence-days', op: 'gt', value: 17 });
    expect(counted).toMatchObject({ customers: 30, matching: 12 });
    expect(counted.sample).toHaveLength(10);
    expect(await rig.rows('SELECT 1 FROM segment_watch')).toEqual([]);
  });

  it('holds exactly whom the conditions hold for, whatever comes in whatever order, and its transitions tell it', async () => {
    const conditions: SegmentCondition[] = [
      { orders: { withinDays: 12, atLeast: 2 } },
      {
        and: [
          { attribute: 'tier-live', op: 'in', values: ['A', 'B'] },
          { attribute: 'net-365', op: 'gte', value: '150' },
        ],
      },
      {
        or: [
          { attribute: 'stage', op: 'eq', value: 'losing' },
          { attribute: 'overdue', op: 'gt', value: 1.5 },
        ],
      },
      { not: { attribute: 'tier-final', op: 'exists' } },
      { attribute: 'channels', op: 'in', values: ['rep'] },
      { attribute: 'signals', op: 'in', values: ['rhythm-lengthens', 'channel-silent'] },
    ];
    const step = fc.record({
      turn: fc.constantFrom(0, 1, 2, 9, 25),
      customers: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 }),
      amount: fc.integer({ min: -40, max: 200 }),
      channel: fc.constantFrom('web', 'rep'),
      ago: fc.constantFrom(0, 0, 1, 20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), fc.nat(9), async (steps, when) => {
        await rig.clear();
        await rig.turnTo(DAY);
        let day = DAY;
        for (const [index, { turn, customers, amount, channel, ago }] of steps.entries()) {
          if (index === Math.min(when, steps.length - 1)) {
            for (const [number, condition] of conditions.entries()) await create(`s${number}`, condition);
          }
          if (turn > 0) await rig.turnTo((day += turn));
          await record(
            ...customers.map((id) => order(id, day - ago, { amount: String(amount), order: `${channel}/${++orders}` })),
          );
          await judge(2);
          await checkAll();
        }
      }),
      { numRuns: 20 },
    );
  });

  it('ends right when orders, sweepers and people who change segments get in the way of each other', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `c${index}`);
    const silence = (days: number): SegmentCondition => ({ attribute: 'silence-days', op: 'gte', value: days });
    const changing = await create('changing', silence(1));
    const moments = new TenantMoments(rig.policies, () => 0);
    const sweeping = Array.from({ length: 3 }, async () => {
      for (let round = 0; round < 25; round++) await new SegmentSweeper(rig.database, moments, () => 0, 5).sweep();
    });
    const ordering = (async () => {
      for (let round = 0; round < 20; round++) {
        const some = ids.filter((_, index) => (index * 7 + round) % 3 === 0);
        await record(...some.map((id, index) => order(id, DAY - ((index + round) % 9))));
      }
    })();
    const editing = (async () => {
      for (let round = 0; round < 15; round++) {
        await editor.replace(AUTHOR, changing, { name: 'changing', condition: silence(round % 8) });
        const passing = await create(`passing ${round}`, { orders: { withinDays: 1 + (round % 7), atLeast: 2 } });
        if (round % 3 > 0) await editor.end(TENANT, passing);
      }
    })();
    await Promise.all([...sweeping, ordering, editing]);
    await judge();
    await checkAll();
    const orphans = await rig.rows(
      `SELECT 1 FROM segment_member m WHERE NOT EXISTS (SELECT 1 FROM segment_definition d
        WHERE d.tenant = m.tenant AND d.segment_id = m.segment_id AND d.state = 'active')`,
    );
    expect(orphans).toEqual([]);
    expect(new Set(told().map(({ id }) => id)).size).toBe(told().length);
  });

  async function checkAll(): Promise<void> {
    const moments = new TenantMoments(rig.policies, () => 0);
    const moment = (await moments.load(rig.database, [TENANT])).get(TENANT)!;
    const facts = await readFactsPage(rig.database, { moment, goods: true }, { after: '', limit: 100 });
    for (const { segment_id: id, condition, name } of await readSegments(rig.database, TENANT)) {
      const expected = [...facts]
        .filter(([, known]) => evaluateSegment(condition, factsOn(known, condition, moment.day, moment), moment.day))
        .map(([customerId]) => customerId);
      expect([name, await members(id)]).toEqual([name, expected.sort()]);
      const inside = new Set<string>();
      for (const { customerId, from, to } of told()) {
        if (to === id) inside.add(customerId);
        if (from === id) inside.delete(customerId);
      }
      expect([name, [...inside].sort()]).toEqual([name, expected]);
    }
  }
});
