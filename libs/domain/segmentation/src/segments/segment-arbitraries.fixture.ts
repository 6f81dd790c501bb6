import { formatDay, parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import {
  CURVE_NAMES,
  FEEDBACK_KINDS,
  type CustomerFacts,
  type FactFeedback,
  type FactOrder,
  type MeasureCurve,
} from './customer-facts.js';
import { COMPARISONS, SEGMENT_ATTRIBUTES, type AttributeDefinition, type AttributeName } from './segment-attributes.js';
import type { SegmentCondition, SegmentLeaf } from './segment-condition.js';

/** The first day on which anything happens to drawn customers. */
export const START = parseDay('2024-01-10');

const names = Object.keys(SEGMENT_ATTRIBUTES) as AttributeName[];
/** Those that change by time alone are what is hard: they are drawn more often. */
const timed: AttributeName[] = [...CURVE_NAMES, 'silence-days', 'customer-age-days', 'overdue', 'frequency', 'net-365'];
const words = fc.constantFrom('A', 'B', 'x', 'y', 'z');
const small = fc.integer({ min: 0, max: 6 });

function valueOf(name: AttributeName): fc.Arbitrary<string | number> {
  const { type, states }: AttributeDefinition = SEGMENT_ATTRIBUTES[name];
  if (states) return fc.constantFrom(...states);
  if (name.endsWith('-days')) return fc.integer({ min: -1, max: 60 });
  if (type === 'amount')
    return fc.oneof(fc.integer({ min: -5, max: 400 }), fc.constantFrom('0', '12.5', '-3.25', '100'));
  if (type === 'day') return fc.integer({ min: -5, max: 300 }).map((offset) => formatDay(START + offset));
  if (type === 'number')
    return fc.oneof(
      fc.constantFrom(0, 0.25, 0.5, 0.7),
      fc.double({ min: 0, max: name === 'overdue' ? 5 : 1, noNaN: true }),
    );
  return words;
}

const attributeLeaf: fc.Arbitrary<SegmentLeaf> = fc
  .oneof(fc.constantFrom(...names), fc.constantFrom(...timed))
  .chain((attribute): fc.Arbitrary<SegmentLeaf> => {
    const { type }: AttributeDefinition = SEGMENT_ATTRIBUTES[attribute];
    const ordered = type === 'number' || type === 'amount' || type === 'day';
    const ops = ordered ? COMPARISONS : (['eq', 'ne'] as const);
    const value = valueOf(attribute);
    const forms: fc.Arbitrary<SegmentLeaf>[] = [
      fc.record({ attribute: fc.constant(attribute), op: fc.constantFrom(...ops), value }),
      fc.record({
        attribute: fc.constant(attribute),
        op: fc.constant('in' as const),
        values: fc.array(value, { minLength: 1, maxLength: 3 }),
      }),
      fc.constant({ attribute, op: 'exists' }),
    ];
    if (ordered) {
      const between = fc.tuple(value, value).map(([a, b]): SegmentLeaf => {
        const reversed = type === 'day' ? a > b : Number(a) > Number(b);
        return { attribute, op: 'between', from: reversed ? b : a, to: reversed ? a : b };
      });
      forms.push(between);
    }
    return fc.oneof(...forms);
  });

const window = fc.record(
  {
    withinDays: fc.integer({ min: 1, max: 90 }),
    more: fc.boolean(),
    atLeast: fc.integer({ min: 1, max: 4 }),
    atMost: small,
  },
  { requiredKeys: ['more', 'atLeast', 'atMost'] },
);
const timesLeaf: fc.Arbitrary<SegmentLeaf> = fc
  .record({
    window,
    product: fc.option(words, { nil: undefined }),
    feedback: fc.boolean(),
    kind: fc.constantFrom(...FEEDBACK_KINDS),
  })
  .map(({ window: { more, atLeast, atMost, withinDays }, product, feedback, kind }): SegmentLeaf => {
    const times = { ...(withinDays !== undefined && { withinDays }), ...(more ? { atLeast } : { atMost }) };
    return feedback ? { feedback: { ...times, kind } } : { orders: { ...times, ...(product && { product }) } };
  });

/** Any valid condition, some levels deep. */
export const conditions: fc.Arbitrary<SegmentCondition> = fc.letrec<{ condition: SegmentCondition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    { weight: 3, arbitrary: attributeLeaf },
    { weight: 2, arbitrary: timesLeaf },
    { weight: 1, arbitrary: fc.record({ and: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ or: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie('condition') }) },
  ),
})).condition;

const orders: fc.Arbitrary<FactOrder[]> = fc
  .array(
    fc.record({
      placedOn: fc.integer({ min: 0, max: 200 }).map((offset) => START + offset),
      amount: fc.integer({ min: -50, max: 200 }).map((amount) => parseAmount(amount)),
      purchase: fc.boolean(),
      channel: words,
      products: fc.uniqueArray(words, { maxLength: 2 }),
      categories: fc.uniqueArray(words, { maxLength: 1 }),
    }),
    { maxLength: 8 },
  )
  .map((drawn) => drawn.sort((a, b) => a.placedOn - b.placedOn));

const feedback: fc.Arbitrary<FactFeedback[]> = fc
  .array(
    fc.record({
      on: fc.integer({ min: 0, max: 200 }).map((offset) => START + offset),
      kind: fc.constantFrom(...FEEDBACK_KINDS),
      score: small,
    }),
    { maxLength: 4 },
  )
  .map((drawn) => drawn.sort((a, b) => a.on - b.on));

/** Falls, rises and falls again, or is not known for a while. */
const curve: fc.Arbitrary<MeasureCurve> = fc
  .record({
    turn: fc.integer({ min: 0, max: 120 }),
    second: fc.integer({ min: 1, max: 200 }),
    speed: fc.constantFrom(0, 0.003, 0.01, 0.05),
    nullAfter: fc.boolean(),
  })
  .map(({ turn, second, speed, nullAfter }) => {
    const [low, high] = [START + turn, START + turn + second];
    const at = (day: Day): number | null => {
      if (nullAfter && day > high) return null;
      const fallen = 0.8 - Math.min(day, low) * speed + START * speed;
      const risen = fallen + (Math.max(low, Math.min(day, high)) - low) * speed * 2;
      return risen - (Math.max(day, high) - high) * speed;
    };
    const turns = nullAfter ? [low, high, high + 1] : [low, high];
    return { at, turnsAfter: (from) => turns.filter((day) => day > from), until: high + 150 };
  });

const text = fc.option(words, { nil: undefined });

/** Any customer. */
export const facts: fc.Arbitrary<CustomerFacts> = fc
  .record({
    orders,
    feedback,
    tierLive: fc.constantFrom('A', 'B', 'D', undefined),
    stage: fc.constantFrom('new', 'mature', undefined),
    risk: fc.constantFrom('healthy', 'watch', undefined),
    region: text,
    industry: text,
    signals: fc.option(fc.array(words), { nil: undefined }),
    typicalGap: fc.option(fc.double({ min: 0.3, max: 40, noNaN: true }), { nil: undefined }),
    curves: fc.tuple(...CURVE_NAMES.map(() => fc.option(curve, { nil: undefined }))),
  })
  .map(({ curves, ...known }) => ({
    ...(Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== undefined),
    ) as unknown as CustomerFacts),
    curves: Object.fromEntries(
      CURVE_NAMES.flatMap((name, index) => (curves[index] ? [[name, curves[index]]] : [])),
    ) as NonNullable<CustomerFacts['curves']>,
  }));
