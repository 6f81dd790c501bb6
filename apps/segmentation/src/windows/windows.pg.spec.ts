import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Activity } from '@orderweave/contracts';
import { formatAmount, parseAmount, parseDay, type Amount, type Day } from '@orderweave/domain-ordering';
import {
  DEFAULT_RFM_POLICY,
  figuresOn,
  resolveRfmGroups,
  type DatedDocument,
  type RfmScore,
  type WindowFigures,
} from '@orderweave/domain-segmentation';
import fc from 'fast-check';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig } from '../testing/segmentation-rig.js';

const START = parseDay('2024-01-01');
const STATE = `SELECT customer_id, net_amount::float8 AS net, purchase_days, recent_purchase_days, last_purchase_on, value_band, rfm_group
                 FROM customer_window WHERE net_amount <> 0 OR last_purchase_on IS NOT NULL ORDER BY customer_id`;

/** An order with up to two versions, in which day, amount and whether it counts may differ. */
const orders = fc.array(
  fc.array(
    fc.record({
      day: fc.integer({ min: 0, max: 700 }),
      cents: fc.integer({ min: -300, max: 900 }),
      counts: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  { minLength: 5, maxLength: 30 },
);

function activitiesOf(histories: { day: number; cents: number; counts: boolean }[][]): Activity[] {
  return histories.flatMap((versions, order) =>
    versions.map(({ day, cents, counts }, index) =>
      buildActivity({
        customerId: `c${order % 7}`,
        order: `web/${order}`,
        version: index + 1,
        day: START + day,
        amount: formatAmount(parseAmount(`${cents}e-2`)),
        counts,
        purchase: counts && cents >= 0,
      }),
    ),
  );
}

/** Figures, bands and groups by plain recomputation from the greatest version of each order. */
function oracle(activities: readonly Activity[], day: Day): object[] {
  const greatest = new Map<string, Activity>();
  for (const activity of activities) {
    if ((greatest.get(activity.order)?.version ?? 0) < activity.version) greatest.set(activity.order, activity);
  }
  const documents = new Map<string, DatedDocument[]>();
  for (const { customerId, placedOn, netAmount, counts, purchase } of greatest.values()) {
    const document = { placedOn: parseDay(placedOn), amount: parseAmount(netAmount), counts, purchase };
    documents.set(customerId, [...(documents.get(customerId) ?? []), document]);
  }
  const figures = new Map([...documents].map(([id, all]) => [id, figuresOn(all, day)]));
  const positive = [...figures.values()].filter(({ netAmount }) => netAmount > 0n);
  const recent = [...figures.values()].filter(({ purchaseDays }) => purchaseDays > 0);
  const bandOf = (amount: Amount): string | null => {
    if (amount <= 0n) return null;
    const share = positive.filter(({ netAmount }) => netAmount > amount).length / positive.length;
    return share < 0.15 ? 'high' : share < 0.5 ? 'mid' : 'low';
  };
  const score = (better: (other: WindowFigures) => boolean) =>
    (5 - Math.floor((5 * recent.filter(better).length) / recent.length)) as RfmScore;
  const groupOf = resolveRfmGroups(DEFAULT_RFM_POLICY);
  return [...figures]
    .filter(([, { netAmount, lastPurchaseOn }]) => netAmount !== 0n || lastPurchaseOn !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([customer_id, own]) => ({
      customer_id,
      net: Number(own.netAmount) / 1e12,
      purchase_days: own.purchaseDays,
      recent_purchase_days: own.recentPurchaseDays,
      last_purchase_on: own.lastPurchaseOn,
      value_band: bandOf(own.netAmount),
      rfm_group:
        own.purchaseDays === 0
          ? null
          : groupOf({
              r: score(({ lastPurchaseOn }) => lastPurchaseOn! > own.lastPurchaseOn!),
              f: score(({ purchaseDays }) => purchaseDays > own.purchaseDays),
              m: score(({ netAmount }) => netAmount > own.netAmount),
            }),
    }));
}

describe('value bands, RFM and pace as orders come and days pass', () => {
  let rig: SegmentationRig;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());
  beforeEach(() => rig.clear());

  const told = (kind: string) => rig.transitions.filter((one) => one.kind === kind);
  const order = (customerId: string, day: Day, amount: string) =>
    buildActivity({ customerId, order: `web/${customerId}-${day}`, day, amount });

  it('1. are on every day what a recount of the windows gives, in any order and batching, after jumps and restarts', async () => {
    const scenario = orders.map(activitiesOf).chain((activities) =>
      fc.record({
        shuffled: fc.shuffledSubarray(activities, { minLength: activities.length }),
        size: fc.integer({ min: 1, max: 20 }),
        jumps: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(scenario, async ({ shuffled, size, jumps }) => {
        await rig.clear();
        let day = START + 300;
        await rig.turnTo(day);
        for (let from = 0; from < shuffled.length; from += size) {
          await rig.ledger(shuffled.slice(from, from + size));
          await rig.moveLadder(5);
        }
        // Of groups it is said once a day to whom others moved; bands and figures are so at once.
        const [now, recounted] = [await rig.rows<object>(STATE), oracle(shuffled, day)];
        const withoutGroup = (one: object) => ({ ...one, rfm_group: undefined });
        expect(now.map(withoutGroup)).toEqual(recounted.map(withoutGroup));
        for (const jump of jumps) {
          day += jump;
          if (jump % 3 === 0) rig.restartLadder();
          await rig.turnTo(day);
          expect(await rig.rows(STATE)).toEqual(oracle(shuffled, day));
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('2. tell each crossing once, with its cause, and of those as well whom another customer moved', async () => {
    await rig.turnTo(START);
    await rig.ledger(['a', 'b', 'c', 'd'].map((id, index) => order(id, START, String(40 - index))));
    await rig.moveLadder();
    const line = ({ customerId, from, to }: { customerId: string; from: string | null; to: string | null }) =>
      `${customerId} ${from} ${to}`;
    expect(told('value-band').map(line).sort()).toEqual(['a null high', 'b null mid', 'c null low', 'd null low']);
    rig.transitions.length = 0;
    await rig.ledger([order('d', START + 1, '90')]);
    await rig.turnTo(START + 1);
    await rig.moveLadder();
    expect(told('value-band').map(line).sort()).toEqual(['a high mid', 'b mid low', 'd low high']);
    const moved = told('value-band').find(({ customerId }) => customerId === 'd');
    expect(moved).toMatchObject({
      effectiveAt: '2024-01-01T16:00:00.000Z',
      cause: { type: 'deadline', ref: '2024-01-02' },
    });
    expect(moved?.because.inputs).toContainEqual({
      name: 'trailing-net-amount',
      value: '127',
      previous: '37',
      unit: 'currency',
    });
    const down = told('value-band').find(({ customerId }) => customerId === 'a');
    expect(down?.because.restore).toEqual({ high: '87' });
    rig.transitions.length = 0;
    await rig.turnTo(START + 364);
    expect(told('value-band')).toEqual([]);
    await rig.turnTo(START + 365);
    expect(told('value-band').map(line).sort()).toEqual(['a mid null', 'b low null', 'c low null']);
    const gone = told('rfm').filter(({ to }) => to === null);
    expect(gone.map(({ customerId }) => customerId).sort()).toEqual(['a', 'b', 'c']);
  });

  it('3. give a transition the same id when its batch is run again after a rollback', async () => {
    await rig.turnTo(START);
    await rig.ledger(['a', 'b', 'c'].map((id, index) => order(id, START, String(40 - index))));
    await rig.moveLadder();
    await rig.ledger([order('c', START, '70'), order('d', START, '60')]);
    const first = await rig.failLadder();
    const before = rig.transitions.length;
    await rig.moveLadder();
    const again = rig.transitions.slice(before);
    expect(again.map(({ id }) => id).sort()).toEqual(first);
    expect(again.filter(({ kind }) => kind === 'value-band').length).toBeGreaterThan(1);
    expect(again.filter(({ kind }) => kind === 'rfm').length).toBeGreaterThan(1);
  });

  it('4. report who is behind its pace once a month, from the end of day 10 on, and when a refund puts it there', async () => {
    await rig.turnTo(START);
    const months = ['2024-01', '2024-02', '2024-03'].map((month) => parseDay(`${month}-01`));
    for (const [index, first] of months.entries()) {
      const batch = ['slow', 'steady', 'late'].map((id) => order(id, first + 4, '100'));
      if (index === 2) batch.splice(0, 1, order('slow', first + 5, '20'));
      await rig.ledger(batch);
      await rig.moveLadder();
      await rig.turnTo(first + 8);
    }
    await rig.turnTo(parseDay('2024-03-10'));
    expect(told('behind-pace')).toEqual([]);
    await rig.turnTo(parseDay('2024-03-11'));
    expect(told('behind-pace')).toHaveLength(1);
    expect(told('behind-pace')[0]).toMatchObject({
      customerId: 'slow',
      month: '2024-03',
      effectiveAt: '2024-03-10T16:00:00.000Z',
      cause: { type: 'deadline', ref: '2024-03-10' },
      because: {
        inputs: [
          { name: 'month-to-date', value: '20', threshold: '50', unit: 'currency' },
          { name: 'usual-by-now', value: '100', unit: 'currency' },
          { name: 'missing-to-pace', value: '30', unit: 'currency' },
          { name: 'pace-months', value: 2 },
          { name: 'last-month-tier', value: 'A' },
        ],
      },
    });
    await rig.ledger([{ ...order('late', parseDay('2024-03-05'), '30'), version: 2 }]);
    await rig.moveLadder();
    await rig.turnTo(parseDay('2024-04-02'));
    expect(told('behind-pace').map(({ customerId, effectiveAt }) => [customerId, effectiveAt])).toEqual([
      ['slow', '2024-03-10T16:00:00.000Z'],
      ['late', '2024-03-11T16:00:00.000Z'],
    ]);
    expect(await rig.rows('SELECT customer_id FROM pace_watch')).toEqual([]);
  });

  it('5. hear of every purchase day that comes, moves or goes, also where no amount of a month changes', async () => {
    await rig.turnTo(START + 20);
    const figures = 'SELECT purchase_days, last_purchase_on, due_on FROM customer_window';
    const free = { ...order('a', START + 9, '0'), order: 'web/free' };
    await rig.ledger([order('a', START, '10')]);
    await rig.moveLadder();
    await rig.ledger([free]);
    await rig.moveLadder();
    expect(await rig.rows(figures)).toEqual([{ purchase_days: 2, last_purchase_on: START + 9, due_on: START + 180 }]);
    await rig.ledger([{ ...order('a', START, '10'), placedOn: '2024-01-15', version: 2 }]);
    await rig.moveLadder();
    expect(await rig.rows(figures)).toEqual([{ purchase_days: 2, last_purchase_on: START + 14, due_on: START + 189 }]);
    await rig.ledger([{ ...free, counts: false, purchase: false, version: 2 }]);
    await rig.moveLadder();
    expect(await rig.rows(figures)).toEqual([{ purchase_days: 1, last_purchase_on: START + 14, due_on: START + 194 }]);
  });

  it('6. make the high band count as important, from the day that begins with it until the day that begins without', async () => {
    await rig.turnTo(START);
    await rig.ledger([order('a', START, '50'), order('b', START, '40')]);
    await rig.moveLadder();
    await rig.turnTo(START + 2);
    await rig.ledger([order('b', START + 2, '20')]);
    await rig.moveLadder();
    await rig.turnTo(START + 3);
    await rig.turnTo(START + 3 + 365);
    expect(await rig.rows('SELECT customer_id, high_days FROM customer ORDER BY customer_id')).toEqual([
      { customer_id: 'a', high_days: [START + 1, START + 3] },
      { customer_id: 'b', high_days: [START + 3, START + 2 + 365] },
    ]);
  });

  it('7. are written when any one of them alone is another', async () => {
    const DAY = START + 400;
    await rig.turnTo(DAY);
    const figures = async () =>
      (
        await rig.rows<Record<string, number>>(
          `SELECT net_amount::float8 AS net, purchase_days AS days, recent_purchase_days AS recent,
             $1 - last_purchase_on AS last, due_on - $1 AS due FROM customer_window`,
          [DAY],
        )
      )[0];
    let version = 0;
    const put = (name: string, ago: number, amount = '10') =>
      buildActivity({ customerId: 'a', order: `web/${name}`, version: ++version, day: DAY - ago, amount });
    const settle = async (...activities: Activity[]) => {
      await rig.ledger(activities);
      await rig.moveLadder();
      return figures();
    };
    // All in months that the window does not cut, but for the oldest.
    const before = await settle(put('oldest', 360), put('old', 250), put('steady', 100), put('last', 2));
    const expected = { net: 40, days: 4, recent: 2, last: 2, due: 5 };
    expect(before).toEqual(expected);
    expect(await settle(put('old', 250, '11'))).toEqual({ ...expected, net: 41 });
    expect(await settle(put('old', 250))).toEqual(expected);
    expect(await settle(put('free', 240, '0'))).toEqual({ ...expected, days: 5 });
    expect(await settle(put('old', 120))).toEqual({ ...expected, days: 5, recent: 3 });
    expect(await settle(put('last', 3))).toEqual({ ...expected, days: 5, recent: 3, last: 3 });
    expect(await settle(put('oldest', 359))).toEqual({ ...expected, days: 5, recent: 3, last: 3, due: 6 });
  });
});
