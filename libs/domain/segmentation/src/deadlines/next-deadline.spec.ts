import { describe, expect, it } from '@jest/globals';
import { parseAmount, parseDay, type Amount, type Day, type Month } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import type { ErlangOrder } from '../churn/model/churn-model.js';
import { modelAt, type GapModel } from '../rhythm/gap-model.js';
import { assessRisk } from '../risk/assess-risk.js';
import { assessStage } from '../stage/assess-stage.js';
import type { StageInput } from '../stage/stage-input.js';
import { DEFAULT_STAGE_POLICY, type StagePolicy } from '../stage/stage-policy.js';
import { lastClosedMonth } from './month-close.js';
import { nextDeadline } from './next-deadline.js';

const START = parseDay('2023-01-15');
const SCAN = 800;

/** What the two judgements say on a day, asked anew. */
function answerOn(input: StageInput, day: Day): string {
  const policy = input.policy ?? DEFAULT_STAGE_POLICY;
  const calendar = lastClosedMonth(day, policy.graceDays);
  const told = input.lastClosedMonth;
  const closed = day === input.day ? told : told !== null && told > calendar ? told : calendar;
  const { important, models } = input;
  const risk = assessRisk({
    purchaseDays: input.ledger.purchaseDays,
    day,
    model: modelAt(models, day),
    important,
    policy: policy.risk,
  });
  const { stage } = assessStage({ ...input, day, lastClosedMonth: closed });
  return `${stage} ${risk?.risk ?? '-'} ${risk?.effective ?? '-'}`;
}

function scan(input: StageInput): Day | null {
  const now = answerOn(input, input.day);
  for (let day = input.day + 1; day <= input.day + SCAN; day++) if (answerOn(input, day) !== now) return day;
  return null;
}

const days = (max: number, length: number): fc.Arbitrary<Day[]> =>
  fc
    .array(fc.integer({ min: 0, max }), { maxLength: length })
    .map((offsets) => offsets.map((offset) => START + offset).sort((a, b) => a - b));
/** A steady buyer: where growth and its hysteresis come from. */
const steady = fc
  .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 3, max: 40 }), fc.integer({ min: 3, max: 25 }))
  .map(([first, gap, count]) => Array.from({ length: count }, (_, index) => START + first + index * gap));

const policies: fc.Arbitrary<StagePolicy> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(DEFAULT_STAGE_POLICY) },
  {
    weight: 1,
    arbitrary: fc.record({ graceDays: fc.nat(9), reacquired: fc.nat(200), young: fc.nat(300) }).map((drawn) => ({
      ...DEFAULT_STAGE_POLICY,
      graceDays: drawn.graceDays,
      reacquiredDays: drawn.reacquired,
      growth: { ...DEFAULT_STAGE_POLICY.growth, youngDays: drawn.young },
    })),
  },
);

/** Models of purchases: where they are there, they judge in place of the gap. */
const churns = fc.record({
  k: fc.constantFrom<ErlangOrder>(1, 2, 3, 4),
  r: fc.double({ min: 0.2, max: 8, noNaN: true }),
  alpha: fc.double({ min: 2, max: 120, noNaN: true }),
  a: fc.double({ min: 0.1, max: 3, noNaN: true }),
  b: fc.double({ min: 0.5, max: 9, noNaN: true }),
});

const inputs: fc.Arbitrary<StageInput> = fc
  .record({
    purchaseDays: fc.oneof(
      days(500, 14),
      steady,
      days(40, 3),
      fc.tuple(days(60, 4), days(40, 4)).map(([early, late]) => [...early, ...late.map((day) => day + 330)]),
    ),
    intentDays: days(500, 3),
    day: fc.integer({ min: 0, max: 560 }),
    amounts: fc.array(fc.integer({ min: -5, max: 60 }), { minLength: 26, maxLength: 26 }),
    gaps: fc.array(fc.oneof(fc.integer({ min: 2, max: 120 }), fc.integer({ min: 300, max: 800 })), {
      minLength: 1,
      maxLength: 4,
    }),
    weeks: fc.integer({ min: 1, max: 30 }),
    tenantAge: fc.integer({ min: -60, max: 300 }),
    important: fc.boolean(),
    closeLag: fc.constantFrom(0, 0, 0, 40),
    policy: policies,
    churn: fc.array(fc.option(churns), { minLength: 4, maxLength: 4 }),
  })
  .map((drawn) => {
    const day = START + drawn.day;
    const models: GapModel[] = drawn.gaps.map((gap, index) => ({
      version: index,
      from: START + index * drawn.weeks * 7,
      tenantMedianGap: gap / 2,
      tenantFirstDay: START - drawn.tenantAge,
      ...(drawn.churn[index] && { churn: { ...drawn.churn[index], version: index } }),
    }));
    const monthAmounts = new Map<Month, Amount>(
      drawn.amounts.map((amount, index) => [
        `${2022 + Math.floor((index + 9) / 12)}-${String(((index + 9) % 12) + 1).padStart(2, '0')}`,
        parseAmount(100 + amount),
      ]),
    );
    return {
      ledger: { purchaseDays: drawn.purchaseDays, documentDays: drawn.purchaseDays, intentDays: drawn.intentDays },
      day,
      monthAmounts,
      lastClosedMonth: lastClosedMonth(day - drawn.closeLag, drawn.policy.graceDays),
      models,
      important: drawn.important,
      policy: drawn.policy,
    };
  });

describe('nextDeadline', () => {
  it('is the day that a scan over 800 days finds', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const expected = scan(input);
        const deadline = nextDeadline(input);
        if (expected === null) expect(deadline ?? Number.POSITIVE_INFINITY).toBeGreaterThan(input.day + SCAN);
        else expect(deadline).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('leads through the whole life of a customer who ordered once', () => {
    const first = parseDay('2024-01-10');
    const model: GapModel = { version: 1, from: first - 400, tenantMedianGap: 20, tenantFirstDay: first - 400 };
    const base: StageInput = {
      ledger: { purchaseDays: [first], documentDays: [first], intentDays: [] },
      day: first,
      monthAmounts: new Map([['2024-01', parseAmount(50)]]),
      lastClosedMonth: '2023-12',
      models: [model],
      important: false,
    };
    const told: string[] = [];
    for (let day: Day | null = first; day !== null;) {
      const input: StageInput = { ...base, day, lastClosedMonth: lastClosedMonth(day, 3) };
      told.push(`${day - first} ${answerOn(input, day)}`);
      day = nextDeadline(input);
    }
    expect(told).toEqual([
      '0 new healthy healthy',
      '40 new watch watch',
      '60 new at-risk at-risk',
      '61 losing at-risk at-risk',
      '120 churned lost lost',
    ]);
  });

  it('ends growth at the third close after the last purchase', () => {
    const ledger = ['2024-01-05', '2024-03-05', '2024-06-02', '2024-06-20'].map(parseDay);
    const amounts = [10, 10, 10, 10, 50, 200].map(
      (amount, index) => [`2024-0${index + 1}`, parseAmount(amount)] as const,
    );
    const input: StageInput = {
      ledger: { purchaseDays: ledger, documentDays: ledger, intentDays: [] },
      day: parseDay('2024-07-10'),
      monthAmounts: new Map(amounts),
      lastClosedMonth: '2024-06',
      models: [{ version: 1, from: 0, tenantMedianGap: 600, tenantFirstDay: 0 }],
      important: false,
    };
    expect(assessStage(input).stage).toBe('growing');
    expect(nextDeadline(input)).toBe(parseDay('2024-10-04'));
    expect(scan(input)).toBe(parseDay('2024-10-04'));
  });
});
