import { addMonths, monthBounds, monthOf, type Day } from '@orderweave/domain-ordering';
import {
  MODEL_ATTRIBUTES,
  nextEvaluation,
  nextSignalDay,
  segmentLeaves,
  type AttributeName,
  type CustomerFacts,
  type SegmentCondition,
} from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../models/tenant-moment.js';

const asked = new WeakMap<SegmentCondition, ReadonlySet<AttributeName>>();

/** The attributes that a condition asks for. */
export function attributesOf(condition: SegmentCondition): ReadonlySet<AttributeName> {
  let names = asked.get(condition);
  if (!names) {
    names = new Set(segmentLeaves(condition).flatMap(({ leaf }) => ('attribute' in leaf ? [leaf.attribute] : [])));
    asked.set(condition, names);
  }
  return names;
}

const GOODS: readonly AttributeName[] = ['products', 'categories', 'signals'];

/** Whether a condition asks for what was ordered. */
export function asksForGoods(condition: SegmentCondition): boolean {
  return segmentLeaves(condition).some(({ leaf }) => {
    if ('attribute' in leaf) return GOODS.includes(leaf.attribute);
    return 'orders' in leaf && (leaf.orders.product !== undefined || leaf.orders.category !== undefined);
  });
}

/**
 * The next day after `day` on which a customer may enter or leave a segment though nothing of it is recorded and no transition told: by its
 * own deadlines, by a month that begins or closes, by a new model. Null when there is none.
 */
export function nextSegmentDay(
  condition: SegmentCondition,
  facts: CustomerFacts,
  day: Day,
  { policies, policy }: TenantMoment,
): Day | null {
  const names = attributesOf(condition);
  const days = [nextEvaluation(condition, facts, day)];
  if (names.has('tier-live')) days.push(monthBounds(monthOf(day)).last + 1);
  if (names.has('tier-final')) days.push(nextFinalTier(facts, day, policies));
  if (names.has('signals')) days.push(nextSignalDay({ facts, day, policy: policy.signals }));
  // Models turn on Mondays.
  if (MODEL_ATTRIBUTES.some((name) => names.has(name))) days.push(nextMonday(day));
  const later = days.filter((one) => one !== null && one > day) as Day[];
  return later.length === 0 ? null : Math.min(...later);
}

/** The next close; the next day while the last one is outstanding, as that of a month whose orders were recorded late. */
function nextFinalTier({ tierFinal, orders }: CustomerFacts, day: Day, policies: TenantMoment['policies']): Day {
  const closed = policies.lastClosedMonth(day);
  const first = orders[0]?.placedOn;
  const outstanding = tierFinal === undefined && first !== undefined && first <= monthBounds(closed).last;
  return outstanding ? day + 1 : policies.closeDay(addMonths(closed, 1));
}

function nextMonday(day: Day): Day {
  // Day 4 was Monday, 5 January 1970.
  return day + 7 - ((((day - 4) % 7) + 7) % 7);
}
