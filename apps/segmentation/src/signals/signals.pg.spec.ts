import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { goodsIn, packLines, type Activity } from '@orderweave/contracts';
import { formatDay, parseAmount, parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { assessSignals, DEFAULT_SIGNAL_POLICY, type SignalOrder } from '@orderweave/domain-segmentation';
import fc from 'fast-check';
import { TenantMoments } from '../models/tenant-moments.js';
import { PolicyActivator } from '../policies/policy-activator.js';
import { PolicyEditor } from '../policies/policy-editor.js';
import { seedVersion } from '../policies/policy-version.store.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { notingMoves } from './note-moves.js';
import { SignalSweeper } from './signal-sweeper.js';
import { countSignalWork } from './signal-work.store.js';

const START = parseDay('2026-01-05');
const ZONE = 'Asia/Shanghai';
/** Signals after few orders, so that drawn histories give some. */
const EAGER = {
  rhythm: { ...DEFAULT_SIGNAL_POLICY.rhythm, recent: 1, earlierLeast: 3, accident: 0.4 },
  product: { ...DEFAULT_SIGNAL_POLICY.product, daysLeast: 2, missesLeast: 1, accident: 0.4, silence: 2, gaps: 1 },
  channel: { ...DEFAULT_SIGNAL_POLICY.channel, daysLeast: 2, missesLeast: 1, accident: 0.4, silence: 2, gaps: 1 },
  returns: { recent: 2, earlierLeast: 2, earlierMost: 5, returnsLeast: 1, accident: 0.6 },
  endAfterSilence: 40,
};

describe('signals', () => {
  let rig: SegmentationRig;
  let orders = 0;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());
  beforeEach(() => rig.clear());

  const order = (customerId: string, day: Day, skus: readonly string[], more: Partial<Activity> = {}): Activity => {
    const lines = packLines(skus.map((sku) => ({ sku, quantity: '1', net: '100' })));
    return buildActivity({ customerId, order: `web/${++orders}`, day, amount: '100', lines, ...more });
  };
  async function record(...batch: Activity[]): Promise<void> {
    await rig.ledger(batch);
    await rig.moveLadder();
  }
  async function judge(sweepers = 1): Promise<void> {
    const moments = new TenantMoments(rig.policies, () => 0);
    const how = { wallNow: () => 0, breathe: () => Promise.resolve(), chunk: 2 };
    await Promise.all(Array.from({ length: sweepers }, () => new SignalSweeper(rig.database, moments, how).sweep()));
    // Two may each have left to the other what it held.
    await new SignalSweeper(rig.database, moments, how).sweep();
    await rig.sweep();
    expect(await countSignalWork(rig.database)).toBe(0);
  }
  const told = () => rig.transitions.filter(({ kind }) => kind === 'signal');
  const held = async (): Promise<string[]> => {
    const rows = await rig.rows<{ customer_id: string; signal: string; subject: string }>(
      'SELECT customer_id, signal, subject FROM customer_signal WHERE ended_on IS NULL',
    );
    return rows.map(({ customer_id, signal, subject }) => `${customer_id} ${signal} ${subject}`).sort();
  };
  const news = async (): Promise<number> => (await rig.rows('SELECT 1 FROM signal_news')).length;
  async function activate(signals: object): Promise<void> {
    const actor = { tenant: TENANT, name: 'ana', role: 'analyst' };
    await rig.database.transaction((tx) => seedVersion(tx, TENANT, rig.policies.seed(TENANT), 'environment'));
    const editor = new PolicyEditor(rig.database, rig.policies);
    const { version } = await editor.save(actor, { document: { signals }, basedOn: 1 });
    await new PolicyActivator(rig.database, rig.policies, () => 0).activate(actor, { version });
  }

  /** Tea with every order for a while, then without. */
  async function stopTea(): Promise<Day> {
    await rig.turnTo(START);
    await record(order('a', START, ['TEA']));
    await rig.turnTo(START + 120);
    for (let gap = 110; gap >= 10; gap -= 10) await record(order('a', START + 120 - gap, ['TEA', 'POT']));
    await judge();
    return START + 120;
  }

  it('tells of a usual product that is overdue once, with what it is about, and ends it with an order of it', async () => {
    let day = await stopTea();
    expect(await held()).toEqual([]);
    for (let bought = 0; bought < 4; bought++) {
      await record(order('a', day, ['POT']));
      await judge(2);
      await rig.turnTo((day += 10));
      await judge();
    }
    expect(await held()).toEqual(['a product-overdue TEA']);
    expect(told()).toHaveLength(1);
    const [began] = told();
    expect(began).toMatchObject({
      customerId: 'a',
      from: null,
      to: 'product-overdue',
      label: 'began',
      alertable: true,
    });
    expect(began!.because.inputs.slice(0, 2)).toEqual([
      { name: 'signal-subject', value: 'TEA' },
      { name: 'last-with-it', value: formatDay(START + 110) },
    ]);
    expect(began!.cause).toMatchObject({ type: 'order' });
    await record(order('a', day, ['TEA']));
    await judge();
    expect(await held()).toEqual([]);
    expect(await rig.rows('SELECT signal, subject, ended_on FROM customer_signal')).toEqual([
      { signal: 'product-overdue', subject: 'TEA', ended_on: day },
    ]);
    expect(told()).toHaveLength(1);
  });

  describe('by a merge or a split alone', () => {
    /** What belonged to b now belongs to a, as customer-profile says it; or the other way round. */
    async function move(from: string, to: string, moved: readonly Activity[], version = 2): Promise<void> {
      const identity = { cause: 'identity' as const, version };
      const nothing = { counts: false, purchase: false, netAmount: '0', lines: '' };
      const batch = moved.flatMap((one): Activity[] => [
        { ...one, ...identity, ...nothing, customerId: from },
        { ...one, ...identity, customerId: to },
      ]);
      await rig.ledger(batch);
      await rig.database.transaction((tx) =>
        notingMoves(() => Promise.resolve({}))(batch.map((payload) => ({ payload })) as never, tx, {} as never),
      );
      await rig.moveLadder();
    }
    const pots = (customerId: string, day: Day): Activity[] =>
      [30, 20, 10, 0].map((ago) => order(customerId, day - ago, ['POT']));

    it('is told with that cause, and alerts nobody', async () => {
      // All of them after the last tea.
      const day = (await stopTea()) + 30;
      await rig.turnTo(day);
      const potsOfB = pots('b', day);
      await record(...potsOfB);
      await judge();
      const before = await held();
      rig.transitions.length = 0;
      await move('b', 'a', potsOfB);
      await judge();
      const begun = (await held()).filter((one) => !before.includes(one));
      expect(begun).toContain('a product-overdue TEA');
      expect(told().map(({ customerId, to, cause, alertable }) => [customerId, to, cause, alertable])).toEqual(
        begun.map((one) => ['a', one.split(' ')[1], { type: 'identity' }, false]),
      );
      expect(await rig.rows('SELECT 1 FROM signal_move')).toEqual([]);
    });

    it('leaves what an order brings about to the order, and what time does to time', async () => {
      const day = await stopTea();
      const one = order('b', day - 60, ['POT']);
      await record(one);
      await move('b', 'a', [one]);
      for (let bought = 0; bought < 4; bought++) {
        await record(order('a', day + 10 * bought, ['POT']));
        await rig.turnTo(day + 10 * bought + 10);
        await judge();
      }
      expect(await held()).toContain('a product-overdue TEA');
      const began = told().find(({ to }) => to === 'product-overdue')!;
      expect([began.cause.type, began.alertable]).toEqual(['order', true]);
    });

    it('is what is left after a split', async () => {
      const day = await stopTea();
      const tea = [30, 15, 0].map((ago) => order('a', day - ago, ['TEA']));
      await record(...tea, ...[28, 18, 8].map((ago) => order('a', day - ago, ['POT'])));
      await rig.turnTo(day + 16);
      await judge();
      const before = await held();
      rig.transitions.length = 0;
      await move('a', 'b', tea);
      await judge();
      const begun = (await held()).filter((one) => one.startsWith('a ') && !before.includes(one));
      expect(begun.length).toBe(told().filter(({ customerId }) => customerId === 'a').length);
      for (const { customerId, cause, alertable } of told()) {
        if (customerId === 'a') expect([cause.type, alertable]).toEqual(['identity', false]);
      }
    });
  });

  it('tells of a rhythm that lengthens on the very day, also when the clock jumps over it', async () => {
    /** Gaps of 10 days, then of 16 and 17, and then the silence. */
    const slowDown = async (): Promise<Day> => {
      const day = (await stopTea()) + 23;
      await rig.turnTo(day);
      await record(order('a', day - 17, ['TEA', 'POT']), order('a', day, ['TEA', 'POT']));
      await judge();
      return day;
    };
    const day = await slowDown();
    await rig.turnTo(day + 60);
    await judge(3);
    const jumped = told();
    expect(jumped).toMatchObject([{ to: 'rhythm-lengthens', cause: { type: 'deadline' } }]);
    const began = parseDay(jumped[0]!.cause.ref!);
    expect(jumped[0]!.effectiveAt).toBe(new Date(startOfDay(began, ZONE)).toISOString());

    await rig.clear();
    await slowDown();
    for (let next = day + 1; next <= began; next++) {
      expect(told()).toEqual([]);
      await rig.turnTo(next);
      await judge();
    }
    expect(told()).toMatchObject([{ to: 'rhythm-lengthens', effectiveAt: jumped[0]!.effectiveAt }]);
    expect(await held()).toEqual(['a rhythm-lengthens ']);
  });

  it('tells what refunds of old orders show as of the refunds, and what comes late without as of the orders', async () => {
    const day = START + 150;
    const now = startOfDay(day, ZONE);
    const refund = async (moments: readonly (number | undefined)[]) => {
      await rig.clear();
      await rig.turnTo(START);
      await record(order('a', START, ['TEA']));
      await rig.turnTo(day);
      const all = Array.from({ length: 20 }, (_, index) => order('a', day - 105 + index * 5, ['TEA']));
      await record(...all);
      await judge();
      for (const [index, at] of moments.entries()) {
        const revised = at === undefined ? {} : { revisedAt: new Date(at).toISOString() };
        await record({ ...all.at(-1 - index)!, version: 2, netAmount: '90', returned: true, ...revised });
      }
      await judge();
      return told().filter(({ to }) => to === 'returns-rise');
    };
    // The first of them has the customer wait to be judged; the later ones are heard of all the same.
    const [ofToday] = await refund([now - 9_000_000, now - 8_000_000, now - 7_000_000]);
    expect(ofToday).toMatchObject({ effectiveAt: new Date(now - 7_000_000).toISOString() });
    const [late] = await refund([undefined, undefined, undefined]);
    expect(late).toMatchObject({ effectiveAt: new Date(startOfDay(day - 10, ZONE)).toISOString() });
    expect(await rig.rows('SELECT 1 FROM signal_watch WHERE revised_at IS NOT NULL')).toEqual([]);
  });

  it('notes a customer once until it is judged, and none whose days show no habit', async () => {
    await rig.turnTo(START + 40);
    for (let day = 0; day < 8; day++) await record(order('a', START + day, ['TEA']));
    expect(await news()).toBe(0);
    await record(order('a', START + 8, ['TEA']), order('b', START + 8, ['TEA']));
    await record(order('a', START + 9, ['TEA']));
    expect(await news()).toBe(1);
    await judge();
    await record(order('a', START + 10, ['TEA']));
    expect(await news()).toBe(1);
  });

  it('ends what it says of a complaint with the next order, also of a customer without a habit', async () => {
    await rig.turnTo(START);
    await record(order('a', START, ['TEA']));
    await rig.rows(
      `INSERT INTO customer_feedback (tenant, customer_id, feedback, version, kind, sentiment, detractor, given_at, given_on, counts, told)
       VALUES ($1, 'a', 'mail/1', 1, 'complaint', 'negative', true, now(), $2, true, false)`,
      [TENANT, START + 1],
    );
    await rig.rows(`INSERT INTO signal_news (tenant, customer_id) VALUES ($1, 'a')`, [TENANT]);
    await judge();
    await rig.turnTo(START + 20);
    await judge();
    expect(await held()).toEqual(['a complaint-unanswered-by-order ']);
    await record(order('a', START + 20, ['TEA']), order('b', START + 20, ['TEA']));
    expect(await news()).toBe(1);
    await judge();
    expect(await held()).toEqual([]);
  });

  it('judges everybody by a new policy, and alerts nobody of what that finds', async () => {
    const day = await stopTea();
    await record(order('a', day, ['POT']));
    await judge();
    expect(await held()).toEqual([]);
    await activate({ product: EAGER.product });
    await rig.turnTo(day + 1);
    await judge(2);
    expect(await held()).toEqual(['a product-overdue TEA']);
    expect(told()).toMatchObject([{ alertable: false, cause: { type: 'policy', ref: 'policy-2' } }]);
    await judge();
    expect(told()).toHaveLength(1);
  });

  it('keeps exactly what the rules say of all orders, whatever comes in whatever order, and tells each beginning once', async () => {
    const step = fc.record({
      turn: fc.constantFrom(0, 2, 5, 11),
      orders: fc.array(
        fc.record({
          customer: fc.constantFrom('a', 'b', 'c'),
          again: fc.option(fc.nat(20), { nil: undefined, freq: 4 }),
          skus: fc.subarray(['TEA', 'POT'], { minLength: 1 }),
          channel: fc.constantFrom('web', 'web', 'pos'),
          ago: fc.constantFrom(0, 0, 1, 6),
          returned: fc.constantFrom(false, false, true),
          counts: fc.constantFrom(true, true, true, false),
        }),
        { minLength: 1, maxLength: 5, size: 'max' },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 9, size: 'max' }), async (steps) => {
        await rig.clear();
        await rig.turnTo(START);
        await activate(EAGER);
        let day = START + 1;
        await rig.turnTo(day);
        const log: Activity[] = [];
        for (const { turn, orders: batch } of steps) {
          if (turn > 0) await rig.turnTo((day += turn));
          const activities = batch.map(({ customer, again, skus, channel, ago, returned, counts }) => {
            const before = again === undefined ? undefined : log[again % Math.max(1, log.length)];
            const key = before?.order ?? `${channel}/${++orders}`;
            const version = 1 + log.filter((one) => one.order === key).length;
            const given = { order: key, version, counts, purchase: counts, channel: key.split('/')[0]!, returned };
            const one = order(before?.customerId ?? customer, day - ago, skus, given);
            log.push(one);
            return one;
          });
          await record(...activities);
          await judge(2);
          expect(await held()).toEqual(plainSignals(log, day));
          checkTold(await held());
        }
      }),
      { numRuns: 5 },
    );
  });

  /** What began and was not told as ended is at least what is held; no transition comes twice. */
  function checkTold(now: readonly string[]): void {
    const begun = new Set(told().map(({ customerId, to }) => `${customerId} ${to}`));
    for (const one of now) expect([...begun]).toContain(one.split(' ').slice(0, 2).join(' '));
    expect(new Set(told().map(({ id }) => id)).size).toBe(told().length);
  }
});

/** The signals of all customers by a plain look at the newest version of every order. */
function plainSignals(log: readonly Activity[], day: Day): string[] {
  const newest = new Map<string, Activity>();
  for (const one of log) if ((newest.get(one.order)?.version ?? 0) < one.version) newest.set(one.order, one);
  return ['a', 'b', 'c']
    .flatMap((customer) => {
      const orders = [...newest.values()]
        .filter(({ customerId, counts }) => customerId === customer && counts)
        .sort((x, y) => (x.placedOn === y.placedOn ? (x.order < y.order ? -1 : 1) : x.placedOn < y.placedOn ? -1 : 1))
        .map((one): SignalOrder => {
          const { products } = goodsIn(one.lines ?? null);
          const { channel, purchase, returned = false } = one;
          const [placedOn, amount] = [parseDay(one.placedOn), parseAmount(one.netAmount)];
          return { placedOn, amount, purchase, channel, returned, products, categories: [] };
        });
      const policy = { ...DEFAULT_SIGNAL_POLICY, ...EAGER };
      return assessSignals({ facts: { orders, feedback: [] }, day, policy }).map(
        ({ signal, subject = '' }) => `${customer} ${signal} ${subject}`,
      );
    })
    .sort();
}
