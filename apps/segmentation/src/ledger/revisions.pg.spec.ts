import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Activity } from '@orderweave/contracts';
import { parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig } from '../testing/segmentation-rig.js';

const TODAY = parseDay('2025-03-25');
const HOUR_MS = 3_600_000;
/** Beyond which nobody is alerted, as the default policy of alerts has it. */
const HORIZON_MS = 48 * HOUR_MS;

describe('what a revision changes', () => {
  let rig: SegmentationRig;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());
  beforeEach(() => rig.clear());

  const now = startOfDay(TODAY, 'Asia/Shanghai');
  const instantOf = (at: number) => new Date(at).toISOString();
  const revisedAt = instantOf(now - HOUR_MS);
  const order = (customerId: string, day: Day, amount: string): Activity =>
    buildActivity({ customerId, order: `web/${customerId}-${day}`, day, amount });
  const cancelled = (one: Activity, at = revisedAt): Activity => {
    const nothing = { status: 'cancelled', netAmount: '0', counts: false, purchase: false } as const;
    return { ...one, ...nothing, version: one.version + 1, revisedAt: at };
  };
  const told = () => rig.transitions.map(({ customerId, kind, basis, to }) => [customerId, kind, basis, to].join(' '));
  const moments = () => [...new Set(rig.transitions.map(({ effectiveAt }) => effectiveAt))];
  const apply = async (...activities: Activity[]) => {
    rig.transitions.length = 0;
    await rig.ledger(activities);
    await rig.moveLadder();
  };
  /** Customers who ordered ten days ago, the first of them for the first time in a year. */
  const tenDaysAgo = ['a', 'b', 'c', 'd', 'e'].map((id, index) => order(id, TODAY - 10, String(100 - index)));
  const ordered = async () => {
    await rig.turnTo(TODAY - 400);
    await rig.ledger([order('a', TODAY - 390, '5')]);
    await rig.turnTo(TODAY - 10);
    await apply(...tenDaysAgo);
    expect(told()).toEqual(expect.arrayContaining(['a stage  reacquired', 'a tier live A', 'a value-band  high']));
    await rig.turnTo(TODAY);
  };

  it('1. of an order of ten days ago became true with the revision: stage, tiers and value bands', async () => {
    await ordered();
    await apply(cancelled(tenDaysAgo[0]!));
    const lost = ['a stage  churned', 'a tier live ', 'b tier live A', 'a value-band  ', 'b value-band  high'];
    expect(told()).toEqual(expect.arrayContaining(lost));
    expect(moments()).toEqual([revisedAt]);
    expect(rig.transitions.every(({ alertable }) => alertable)).toBe(true);
  });

  it('2. of a closed month is restated with the revision, not with the close', async () => {
    await ordered();
    await rig.turnTo(TODAY + 60);
    const today = instantOf(startOfDay(TODAY + 60, 'Asia/Shanghai') - HOUR_MS);
    await apply(cancelled(tenDaysAgo[0]!, today));
    expect(told()).toEqual(expect.arrayContaining(['a tier restated D', 'b tier restated A']));
    expect(moments()).toEqual([today]);
  });

  it("3. became true not later than the tenant's now, whatever the source's clock shows", async () => {
    await ordered();
    await apply(cancelled(tenDaysAgo[0]!, instantOf(now + 5 * HOUR_MS)));
    expect(told()).toContain('a stage  churned');
    expect(moments()).toEqual([instantOf(now)]);
  });

  it('4. is not the news of a batch in which somebody has ordered as well', async () => {
    await ordered();
    await apply(cancelled(tenDaysAgo[0]!, instantOf(now - 9 * 24 * HOUR_MS)), order('e', TODAY, '1'));
    const tiers = rig.transitions.filter(({ kind }) => kind === 'tier');
    const [of, others] = [true, false].map((own) => tiers.filter(({ customerId }) => (customerId === 'a') === own));
    expect(of!.map(({ effectiveAt }) => effectiveAt)).toEqual([instantOf(now - 9 * 24 * HOUR_MS)]);
    expect([...new Set(others!.map(({ effectiveAt }) => effectiveAt))]).toEqual([instantOf(now)]);
  });

  it('5. is as old as it is where a history is loaded: nobody is alerted', async () => {
    await rig.turnTo(TODAY);
    const history = Array.from({ length: 300 }, (_, index) =>
      order(`c${index % 20}`, TODAY - 400 + index, String(10 + ((index * 37) % 90))),
    );
    const revisions = history
      .filter((_, index) => index % 7 === 0)
      .map((one) => cancelled(one, instantOf(Date.parse(one.placedAt) + HOUR_MS)));
    const restated = revisions.slice(20).map((one) => ({ ...one, version: 3, netAmount: '900', counts: true }));
    for (const batch of [history.slice(0, 150), revisions.slice(0, 10), history.slice(150), revisions.slice(10)]) {
      await rig.ledger(batch);
      await rig.moveLadder();
      await rig.sweep();
    }
    // Months that are loaded late close on the next day.
    await rig.turnTo(TODAY + 1);
    await rig.ledger(restated);
    await rig.moveLadder();
    expect(new Set(rig.transitions.map(({ basis }) => basis))).toEqual(
      new Set([undefined, 'live', 'final', 'restated']),
    );
    const byOrder = rig.transitions.filter(({ cause }) => cause.type === 'order');
    const recent = byOrder.filter((one) => Date.parse(one.recordedAt) - Date.parse(one.effectiveAt) <= HORIZON_MS);
    expect(new Set(byOrder.map(({ kind }) => kind))).toEqual(new Set(['stage', 'risk', 'tier', 'value-band', 'rfm']));
    expect(recent).toEqual([]);
  });
});
