import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig } from '../testing/segmentation-rig.js';

const START = parseDay('2025-01-01');
const CUSTOMERS = 40;
const STATE = `SELECT customer_id, history, important_months, stage, risk, model_version, deadline FROM customer ORDER BY customer_id`;

/** Purchases of many customers in their own rhythms, over 150 days. */
const purchases = fc.array(
  fc.record({
    gap: fc.integer({ min: 3, max: 45 }),
    until: fc.integer({ min: 10, max: 150 }),
    cents: fc.integer({ min: 1, max: 9 }),
  }),
  {
    minLength: CUSTOMERS,
    maxLength: CUSTOMERS,
  },
);

describe('a clock that jumps', () => {
  let rig: SegmentationRig;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());

  async function play(rhythms: { gap: number; until: number; cents: number }[], days: number[], sweepers: number) {
    await rig.clear();
    await rig.turnTo(START);
    const activities = rhythms.flatMap(({ gap, until, cents }, index) =>
      Array.from({ length: Math.floor(until / gap) }, (_, nth) =>
        buildActivity({
          customerId: `c${index}`,
          order: `web/${index}-${nth}`,
          day: START + nth * gap,
          amount: String(cents * 10),
        }),
      ),
    );
    for (const month of [31, 59, 90, 120, 151]) {
      await rig.ledger(
        activities.filter(
          ({ placedOn }) => parseDay(placedOn) < START + month && parseDay(placedOn) >= START + month - 31,
        ),
      );
      await rig.moveLadder();
      await rig.turnTo(START + month);
    }
    rig.transitions.length = 0;
    for (const day of days) await rig.turnTo(START + day, { sweepers });
    return { told: rig.transitions.map(told).sort(), state: await rig.rows(STATE) };
  }

  it('1. of forty days, or of a year, gives what single days give: the same transitions with the same causes and moments', async () => {
    await fc.assert(
      fc.asyncProperty(purchases, async (rhythms) => {
        const steps = await play(
          rhythms,
          Array.from({ length: 40 }, (_, index) => 152 + index),
          1,
        );
        const jump = await play(rhythms, [191], 1);
        expect(differences(jump.told, steps.told)).toEqual([]);
        expect(jump.state).toEqual(steps.state);
        expect(steps.told.length).toBeGreaterThan(CUSTOMERS / 4);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  it('2. is worked off by two sweepers at once as by one', async () => {
    const rhythms = Array.from({ length: CUSTOMERS }, (_, index) => ({
      gap: 3 + (index % 20),
      until: 30 + index * 2,
      cents: 1 + (index % 7),
    }));
    const one = await play(rhythms, [300], 1);
    const two = await play(rhythms, [300], 3);
    expect(differences(two.told, one.told)).toEqual([]);
    expect(two.state).toEqual(one.state);
    const ids = rig.transitions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await rig.rows('SELECT count(*)::int AS due FROM customer, turned_day WHERE wake <= day')).toEqual([
      { due: 0 },
    ]);
  });
});

/** What a transition says, apart from when it was recorded and the id that counts writes. */
function told({
  customerId,
  kind,
  from,
  to,
  month,
  label,
  effectiveAt,
  cause,
  alertable,
  because,
}: Transition): string {
  return JSON.stringify([customerId, kind, from, to, month, label, effectiveAt, cause, alertable, because]);
}

/** At most four lines that only one of two sorted lists has. */
function differences(a: readonly string[], b: readonly string[]): string[] {
  const count = (list: readonly string[], line: string) => list.filter((one) => one === line).length;
  const odd = [...new Set([...a, ...b])].filter((line) => count(a, line) !== count(b, line));
  return odd.map((line) => `${count(a, line)}:${count(b, line)} ${line}`).slice(0, 4);
}
