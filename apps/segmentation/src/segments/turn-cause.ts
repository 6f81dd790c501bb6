import { formatDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import {
  assessSignals,
  evaluateSegment,
  modelAt,
  type CustomerFacts,
  type SegmentCondition,
} from '@orderweave/domain-segmentation';
import { newestModel, type TenantMoment } from '../models/tenant-moment.js';
import type { ChangeCause } from '../transitions/change.js';
import { factsByModel } from './facts-by-model.js';
import { attributesOf } from './segment-days.js';
import type { SegmentRow } from './segment-definition.store.js';

/** What brought a crossing about, and when it became true (epoch milliseconds). */
export interface CrossingOccasion {
  readonly cause: ChangeCause;
  readonly at: number;
}

/** A customer that crosses the border of a segment, and whether it was in it. */
export interface CrossingCustomer {
  readonly facts: CustomerFacts;
  readonly memberships: ReadonlySet<string>;
}

/** A segment that customers are judged anew by, and what has moved. */
export interface ReviewedSegment {
  readonly segment: SegmentRow;
  readonly byPolicy: boolean;
  readonly byModel: boolean;
}

/** The facts with the signals of a day, which are looked for only where a condition asks for them. */
export function factsOn(
  facts: CustomerFacts,
  condition: SegmentCondition,
  day: Day,
  { policy }: Pick<TenantMoment, 'policy'>,
): CustomerFacts {
  if (!attributesOf(condition).has('signals')) return facts;
  const signals = assessSignals({ facts, day, policy: policy.signals }).map(({ signal }) => signal);
  return { ...facts, signals: [...new Set(signals)] };
}

/** A day on which time alone moves: unless nothing would change by the model, or the policy, of the day before. */
export function dueOccasion(
  customer: CrossingCustomer,
  segment: SegmentRow,
  day: Day,
  moment: TenantMoment,
): CrossingOccasion {
  const at = startOfDay(day, moment.policy.timeZone);
  if (day === moment.day) {
    const model = newestModel(moment);
    if (model.from === day && staysByFormerModel(customer, segment, moment)) return { cause: modelCause(moment), at };
    if (moment.policies.startOf(day) === day && staysByFormerPolicy(customer, segment, moment)) {
      return { cause: policyCause(moment), at };
    }
  }
  return { cause: { type: 'deadline', ref: formatDay(day) }, at };
}

/** What a review found: the policy, or the model where that is all that moved or nothing would change by the one before. */
export function reviewOccasion(
  customer: CrossingCustomer,
  { segment, byPolicy, byModel }: ReviewedSegment,
  moment: TenantMoment,
): CrossingOccasion {
  const { timeZone } = moment.policy;
  if (byModel && (!byPolicy || staysByFormerModel(customer, segment, moment))) {
    return { cause: modelCause(moment), at: startOfDay(newestModel(moment).from, timeZone) };
  }
  return { cause: policyCause(moment), at: startOfDay(moment.policies.startOf(moment.day) ?? moment.day, timeZone) };
}

function staysByFormerModel({ facts, memberships }: CrossingCustomer, segment: SegmentRow, moment: TenantMoment) {
  const model = newestModel(moment);
  if (model === moment.models[0]) return false;
  const before = factsByModel(facts, modelAt(moment.models, model.from - 1), moment);
  return holds(before, segment, moment.day, moment) === memberships.has(segment.segment_id);
}

function staysByFormerPolicy({ facts, memberships }: CrossingCustomer, segment: SegmentRow, moment: TenantMoment) {
  const policy = moment.policies.at(moment.day - 1);
  const before = { ...facts, frequencyPolicy: policy.frequency };
  return holds(before, segment, moment.day, { policy }) === memberships.has(segment.segment_id);
}

function holds(facts: CustomerFacts, { condition }: SegmentRow, day: Day, by: Pick<TenantMoment, 'policy'>): boolean {
  return evaluateSegment(condition, factsOn(facts, condition, day, by), day);
}

function modelCause(moment: TenantMoment): ChangeCause {
  return { type: 'model', ref: `gap-${newestModel(moment).version}` };
}

function policyCause({ policy }: TenantMoment): ChangeCause {
  return { type: 'policy', ref: policy.version };
}
