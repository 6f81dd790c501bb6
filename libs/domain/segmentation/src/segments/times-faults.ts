import { textFaults } from './attribute-faults.js';
import { FEEDBACK_KINDS } from './customer-facts.js';
import { SEGMENT_LIMITS } from './segment-condition.js';
import { faultAt, type SegmentFault } from './segment-fault.js';

type Loose = Readonly<Record<string, unknown>>;

const TIMES = ['withinDays', 'atLeast', 'atMost'] as const;
const TEXTS = ['product', 'category', 'channel'];
const SCORES = ['scoreAtLeast', 'scoreAtMost'];
const RANGES: Record<(typeof TIMES)[number], readonly [least: number, most: number]> = {
  withinDays: [1, SEGMENT_LIMITS.withinDays],
  atLeast: [1, SEGMENT_LIMITS.times],
  atMost: [0, SEGMENT_LIMITS.times],
};

/** What is wrong with a condition on orders or on feedback. */
export function timesFaults(form: 'orders' | 'feedback', asked: unknown, field: string): SegmentFault[] {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) {
    return [faultAt(field, asked, 'wrong-type', 'object')];
  }
  const fields = [...TIMES, ...(form === 'orders' ? TEXTS : ['kind', ...SCORES])];
  const loose = asked as Loose;
  const faults = Object.entries(loose).flatMap(([name, value]) =>
    fields.includes(name)
      ? memberFaults(name, value, `${field}/${name}`)
      : [faultAt(`${field}/${name}`, value, 'unknown-field')],
  );
  const { atLeast, atMost, scoreAtLeast, scoreAtMost } = loose;
  if (atLeast === undefined && atMost === undefined) faults.push({ field, rule: 'asks-nothing' });
  if (faults.length > 0) return faults;
  return [
    ...reversedFaults(atLeast, atMost, `${field}/atMost`),
    ...reversedFaults(scoreAtLeast, scoreAtMost, `${field}/scoreAtMost`),
  ];
}

function memberFaults(name: string, value: unknown, field: string): SegmentFault[] {
  if (TEXTS.includes(name)) return textFaults(value, field);
  if (name === 'kind') {
    const known = FEEDBACK_KINDS.some((kind) => kind === value);
    return known ? [] : [faultAt(field, value, 'one-of', FEEDBACK_KINDS.join(', '))];
  }
  if (SCORES.includes(name)) {
    return typeof value === 'number' && Number.isFinite(value) ? [] : [faultAt(field, value, 'wrong-type', 'number')];
  }
  const [least, most] = RANGES[name as (typeof TIMES)[number]];
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return fits ? [] : [faultAt(field, value, 'whole-number', `${least}–${most}`)];
}

function reversedFaults(from: unknown, to: unknown, field: string): SegmentFault[] {
  if (typeof from !== 'number' || typeof to !== 'number' || from <= to) return [];
  return [faultAt(field, to, 'reversed', from)];
}
