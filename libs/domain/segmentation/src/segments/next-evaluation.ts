import type { Day } from '@orderweave/domain-ordering';
import { changeDays } from './change-days.js';
import type { CustomerFacts } from './customer-facts.js';
import { evaluateSegment } from './evaluate-segment.js';
import type { SegmentCondition } from './segment-condition.js';

/**
 * The earliest local day after `day` on which `evaluateSegment` says something else, should nothing more be recorded; null if none ever
 * does. Documents and feedback after `day` come true on their days. What others find (tier, stage, risk…) stays: its change is news.
 * The result can change only on days that follow from the facts in closed form, or by bisection of a curve: those are asked in order.
 */
export function nextEvaluation(condition: SegmentCondition, facts: CustomerFacts, day: Day): Day | null {
  const now = evaluateSegment(condition, facts, day);
  for (let from = day; ;) {
    const recorded = nextRecordedDay(facts, from);
    const days = changeDays(condition, facts, from).filter((one) => recorded === null || one < recorded);
    if (recorded !== null) days.push(recorded);
    for (const one of [...new Set(days)].sort((a, b) => a - b)) {
      if (evaluateSegment(condition, facts, one) !== now) return one;
    }
    if (recorded === null) return null;
    from = recorded;
  }
}

/** The first day after `from` with a document or feedback: rare, as orders of the future are refused. */
export function nextRecordedDay(
  { orders, feedback }: Pick<CustomerFacts, 'orders' | 'feedback'>,
  from: Day,
): Day | null {
  const later = [
    orders.find(({ placedOn }) => placedOn > from)?.placedOn,
    feedback.find(({ on }) => on > from)?.on,
  ].filter((day) => day !== undefined);
  return later.length === 0 ? null : Math.min(...later);
}
