import { formatAmount, formatDay, type Day } from '@orderweave/domain-ordering';
import type { Reason } from '../stage/reason.js';
import { countedDays, countWithin, timesOf } from './count-times.js';
import type { CustomerFacts } from './customer-facts.js';
import { evaluateSegment, holds } from './evaluate-segment.js';
import { readAttribute } from './read-attribute.js';
import { SEGMENT_ATTRIBUTES, type AttributeDefinition } from './segment-attributes.js';
import { valuesOf } from './parse-threshold.js';
import type { AttributeCondition, SegmentCondition, SegmentLeaf } from './segment-condition.js';

/** A condition without parts that decided whether a customer belongs to a segment. */
export interface SegmentReason extends Reason {
  /** JSON pointer into the condition. */
  pointer: string;
  /** Whether it holds. */
  holds: boolean;
}

/** What stands for a value that is not known. */
const UNKNOWN = 'unknown';

/**
 * The leaves that decided: all of an `and` that holds, those that fail of one that does not; the reverse for `or`. Taking any other value
 * for the rest leaves the result as it is.
 */
export function explainSegment(condition: SegmentCondition, facts: CustomerFacts, day: Day): SegmentReason[] {
  const reasons: SegmentReason[] = [];
  const visit = (part: SegmentCondition, pointer: string): void => {
    if ('not' in part) visit(part.not, `${pointer}/not`);
    else if ('and' in part) visitAll(part.and, `${pointer}/and`, evaluateSegment(part, facts, day));
    else if ('or' in part) visitAll(part.or, `${pointer}/or`, evaluateSegment(part, facts, day));
    else reasons.push(reasonOf(part, pointer, facts, day));
  };
  const visitAll = (parts: readonly SegmentCondition[], pointer: string, result: boolean): void => {
    parts.forEach((part, index) => {
      if (evaluateSegment(part, facts, day) === result) visit(part, `${pointer}/${index}`);
    });
  };
  visit(condition, '');
  return reasons;
}

function reasonOf(leaf: SegmentLeaf, pointer: string, facts: CustomerFacts, day: Day): SegmentReason {
  const said = { pointer, holds: holds(leaf, facts, day) };
  if ('attribute' in leaf) return { ...attributeReason(leaf, facts, day), ...said };
  const times = timesOf(leaf);
  const value = countWithin(countedDays(leaf, facts, day), day, times.withinDays);
  const [name, unit] = 'orders' in leaf ? ['matching-orders', 'orders'] : ['matching-feedback', 'times'];
  return { name, value, threshold: (times.atLeast ?? times.atMost)!, unit, ...said };
}

function attributeReason(leaf: AttributeCondition, facts: CustomerFacts, day: Day): Reason {
  const definition: AttributeDefinition = SEGMENT_ATTRIBUTES[leaf.attribute];
  const value = readAttribute(facts, leaf.attribute, day);
  const thresholds = valuesOf(leaf);
  const [threshold] = thresholds.length === 1 ? thresholds : [thresholds.join(leaf.op === 'between' ? ' – ' : ', ')];
  return {
    name: leaf.attribute,
    value: shown(value, definition),
    ...(leaf.op !== 'exists' && { threshold: threshold! }),
    ...(definition.unit && { unit: definition.unit }),
  };
}

function shown(value: ReturnType<typeof readAttribute>, { type }: AttributeDefinition): string | number {
  if (value === null) return UNKNOWN;
  if (typeof value === 'bigint') return formatAmount(value);
  if (typeof value === 'object') return value.join(', ') || UNKNOWN;
  if (type === 'day') return formatDay(Number(value));
  return typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value;
}
