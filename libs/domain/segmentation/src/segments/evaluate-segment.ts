import type { Day } from '@orderweave/domain-ordering';
import { countedDays, countWithin, isAsOften, timesOf } from './count-times.js';
import type { CustomerFacts } from './customer-facts.js';
import { thresholdsOf, type Threshold } from './parse-threshold.js';
import { readAttribute } from './read-attribute.js';
import { SEGMENT_ATTRIBUTES } from './segment-attributes.js';
import type { AttributeCondition, SegmentCondition, SegmentLeaf } from './segment-condition.js';

/**
 * Whether a customer belongs to a segment as of the end of a local day. The condition must be valid (`validateSegment`). A value that is
 * not known satisfies no comparison (also not `ne`), so that `not` of a comparison holds for it.
 */
export function evaluateSegment(condition: SegmentCondition, facts: CustomerFacts, day: Day): boolean {
  if ('and' in condition) return condition.and.every((part) => evaluateSegment(part, facts, day));
  if ('or' in condition) return condition.or.some((part) => evaluateSegment(part, facts, day));
  if ('not' in condition) return !evaluateSegment(condition.not, facts, day);
  return holds(condition, facts, day);
}

/** Whether a condition without parts holds. */
export function holds(leaf: SegmentLeaf, facts: CustomerFacts, day: Day): boolean {
  if ('attribute' in leaf) return satisfies(readAttribute(facts, leaf.attribute, day), leaf);
  const times = timesOf(leaf);
  return isAsOften(countWithin(countedDays(leaf, facts, day), day, times.withinDays), times);
}

function satisfies(value: Threshold | readonly string[] | null, condition: AttributeCondition): boolean {
  if (value === null) return false;
  const { type } = SEGMENT_ATTRIBUTES[condition.attribute];
  const thresholds = thresholdsOf(condition, type);
  if (typeof value !== 'object') return compares(value, condition.op, thresholds);
  if (condition.op === 'exists') return value.length > 0;
  // Of a list, `ne` says that it is known and has no such member.
  if (condition.op === 'ne') return !value.includes(String(thresholds[0]));
  return value.some((member) => compares(member, condition.op, thresholds));
}

function compares(value: Threshold, op: AttributeCondition['op'], thresholds: readonly Threshold[]): boolean {
  const [first, second] = thresholds;
  switch (op) {
    case 'eq':
    case 'in':
      return thresholds.includes(value);
    case 'ne':
      return value !== first;
    case 'lt':
      return value < first!;
    case 'lte':
      return value <= first!;
    case 'gt':
      return value > first!;
    case 'gte':
      return value >= first!;
    case 'between':
      return value >= first! && value <= second!;
    case 'exists':
      return true;
  }
}
