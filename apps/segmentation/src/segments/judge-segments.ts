import { formatDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import {
  assessSignals,
  evaluateSegment,
  explainSegment,
  modelAt,
  type CustomerFacts,
  type Reason,
  type SegmentCondition,
} from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { Change, ChangeCause } from '../transitions/change.js';
import type { SegmentRow } from './segment-definition.store.js';
import { factsByModel } from './facts-by-model.js';
import { attributesOf, nextSegmentDay } from './segment-days.js';
import type { WatchedCustomer } from './segment-work.store.js';

/** One customer that is to be judged by segments. */
export interface JudgedCustomer {
  readonly watched: WatchedCustomer;
  readonly facts: CustomerFacts;
  /** The segments that it is in; updated. */
  readonly memberships: Set<string>;
  /** What is new of it; null when only time has passed. */
  readonly news: ChangeCause | null;
  /** The segments that it was judged by before. */
  readonly settled: readonly SegmentRow[];
  /** A segment, or a version of one, that it is judged by for the first time. */
  readonly fresh?: SegmentRow | undefined;
}

/** A customer's way into or out of a segment. */
export interface Crossing {
  readonly segment: SegmentRow;
  readonly change: Change;
}

/** What came of judging a customer. */
export interface SegmentJudgement {
  readonly crossings: Crossing[];
  readonly watched: WatchedCustomer;
}

const MOST_REASONS = 12;

/**
 * Brings a customer to the tenant's day by its segments, through every day on which time alone may have moved it, each as of its own end:
 * a clock that jumps gives what single days give, as far as days of orders decide. News counts on the tenant's day.
 */
export function judgeBySegments(customer: JudgedCustomer, moment: TenantMoment): SegmentJudgement {
  const { watched, memberships, news, settled, fresh } = customer;
  const { timeZone } = moment.policy;
  const crossings: Crossing[] = [];
  let { changes } = watched;
  const judgeOn = (day: Day, segments: readonly SegmentRow[], causeOf: (of: SegmentRow) => ChangeCause, at: number) => {
    for (const segment of segments) {
      const facts = factsOn(customer.facts, segment.condition, day, moment);
      const holds = evaluateSegment(segment.condition, facts, day);
      if (holds === memberships.has(segment.segment_id)) continue;
      const occasion = { cause: causeOf(segment), at, day, version: ++changes };
      if (holds) memberships.add(segment.segment_id);
      else memberships.delete(segment.segment_id);
      crossings.push({ segment, change: changeOf(customer, segment, moment, { ...occasion, facts, holds }) });
    }
  };
  const recorded = news?.type === 'order' || news?.type === 'identity';
  let due = watched.dueOn !== null && watched.dueOn <= moment.day ? watched.dueOn : null;
  while (due !== null && (due < moment.day || !recorded)) {
    const day = due;
    judgeOn(day, settled, (segment) => dueCause(customer, segment, day, moment), startOfDay(day, timeZone));
    const next = nextDay(customer.facts, settled, day, moment);
    due = next !== null && next <= moment.day ? next : null;
  }
  if (news) judgeOn(moment.day, settled, () => news, moment.now);
  if (fresh) {
    const cause: ChangeCause = { type: 'policy', ref: `segment/${fresh.segment_id}@${fresh.version}` };
    judgeOn(moment.day, [fresh], () => cause, moment.now);
  }
  const dueOn = earliest(
    // Of whom nothing is new and nothing was due, the next day is known.
    !news && watched.dueOn !== null && watched.dueOn > moment.day
      ? watched.dueOn
      : nextDay(customer.facts, settled, moment.day, moment),
    fresh ? nextDay(customer.facts, [fresh], moment.day, moment) : null,
  );
  return { crossings, watched: { ...watched, dueOn, changes } };
}

function earliest(a: Day | null, b: Day | null): Day | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** Time, unless by the model of the day before nothing would change: then it is the new model that does it. */
function dueCause(
  { facts, memberships }: JudgedCustomer,
  segment: SegmentRow,
  day: Day,
  moment: TenantMoment,
): ChangeCause {
  const model = modelAt(moment.models, day);
  if (model.from === day && day === moment.day && model !== moment.models[0]) {
    const before = factsByModel(facts, modelAt(moment.models, day - 1), moment);
    const held = evaluateSegment(segment.condition, factsOn(before, segment.condition, day, moment), day);
    if (held === memberships.has(segment.segment_id)) return { type: 'model', ref: `gap-${model.version}` };
  }
  return { type: 'deadline', ref: formatDay(day) };
}

function nextDay(facts: CustomerFacts, segments: readonly SegmentRow[], day: Day, moment: TenantMoment): Day | null {
  const days = segments
    .map(({ condition }) => nextSegmentDay(condition, facts, day, moment))
    .filter((one) => one !== null);
  return days.length === 0 ? null : Math.min(...days);
}

/** The facts with the signals of a day, which are looked for only where a condition asks for them. */
export function factsOn(
  facts: CustomerFacts,
  condition: SegmentCondition,
  day: Day,
  { policy }: TenantMoment,
): CustomerFacts {
  if (!attributesOf(condition).has('signals')) return facts;
  const signals = assessSignals({ facts, day, policy: policy.signals }).map(({ signal }) => signal);
  return { ...facts, signals: [...new Set(signals)] };
}

interface Occasion {
  readonly cause: ChangeCause;
  readonly at: number;
  readonly day: Day;
  readonly version: number;
  readonly facts: CustomerFacts;
  readonly holds: boolean;
}

function changeOf(
  { watched }: JudgedCustomer,
  { segment_id: id, name, condition, version: segmentVersion }: SegmentRow,
  { policy }: TenantMoment,
  { cause, at, day, version, facts, holds }: Occasion,
): Change {
  const leaves = explainSegment(condition, facts, day).slice(0, MOST_REASONS);
  const inputs: Reason[] = [
    { name: 'segment', value: name },
    { name: 'segment-version', value: segmentVersion },
    ...leaves.map(({ pointer: _pointer, holds: _holds, ...reason }) => reason),
  ];
  return {
    tenant: policy.tenant,
    customerId: watched.customerId,
    kind: 'segment',
    from: holds ? null : id,
    to: holds ? id : null,
    label: holds ? 'entered' : 'left',
    effectiveAt: at,
    cause,
    inputs,
    // Who is in a segment because somebody has just described it has not changed.
    alertable: cause.type !== 'policy' && cause.type !== 'model',
    orders: { since: 0, until: day },
    version,
  };
}
