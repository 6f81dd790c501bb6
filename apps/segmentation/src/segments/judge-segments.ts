import type { Day } from '@orderweave/domain-ordering';
import { evaluateSegment, explainSegment, type CustomerFacts, type Reason } from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { Change, ChangeCause } from '../transitions/change.js';
import type { SegmentRow } from './segment-definition.store.js';
import { nextSegmentDay } from './segment-days.js';
import type { WaitingNews, WatchedCustomer } from './segment-work.store.js';
import { dueOccasion, factsOn, reviewOccasion, type CrossingOccasion, type ReviewedSegment } from './turn-cause.js';

/** One customer that is to be judged by segments. */
export interface JudgedCustomer {
  readonly watched: WatchedCustomer;
  readonly facts: CustomerFacts;
  /** The segments that it is in; updated. */
  readonly memberships: Set<string>;
  /** What is new of it; null when only time has passed. */
  readonly news: WaitingNews | null;
  /** The segments that it was judged by before. */
  readonly settled: readonly SegmentRow[];
  /** A segment, or a version of one, that it is judged by for the first time. */
  readonly fresh?: SegmentRow | undefined;
  /** Those that it is judged by anew, as another policy or model moves what they ask for. */
  readonly reviewed?: readonly ReviewedSegment[];
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
 * a clock that jumps gives what single days give, as far as days of orders decide. News counts on the tenant's day, since it became true.
 */
export function judgeBySegments(customer: JudgedCustomer, moment: TenantMoment): SegmentJudgement {
  const { watched, memberships, news, settled, fresh, reviewed = [] } = customer;
  const crossings: Crossing[] = [];
  let { changes } = watched;
  const judgeOn = (day: Day, segments: readonly SegmentRow[], occasionOf: (of: SegmentRow) => CrossingOccasion) => {
    for (const segment of segments) {
      const facts = factsOn(customer.facts, segment.condition, day, moment);
      const holds = evaluateSegment(segment.condition, facts, day);
      if (holds === memberships.has(segment.segment_id)) continue;
      const occasion = { ...occasionOf(segment), day, version: ++changes };
      if (holds) memberships.add(segment.segment_id);
      else memberships.delete(segment.segment_id);
      crossings.push({ segment, change: changeOf(customer, segment, moment, { ...occasion, facts, holds }) });
    }
  };
  const recorded = news?.cause.type === 'order' || news?.cause.type === 'identity';
  let due = watched.dueOn !== null && watched.dueOn <= moment.day ? watched.dueOn : null;
  while (due !== null && (due < moment.day || !recorded)) {
    const day = due;
    judgeOn(day, settled, (segment) => dueOccasion(customer, segment, day, moment));
    const next = nextDay(customer.facts, settled, day, moment);
    due = next !== null && next <= moment.day ? next : null;
  }
  if (news) {
    // What was told after a day that has moved it cannot have been true before that.
    const since = Math.max(news.becameTrue ?? moment.now, ...crossings.map(({ change }) => change.effectiveAt));
    judgeOn(moment.day, settled, () => ({ cause: news.cause, at: Math.min(since, moment.now) }));
  }
  for (const one of reviewed) judgeOn(moment.day, [one.segment], () => reviewOccasion(customer, one, moment));
  if (fresh) {
    const cause: ChangeCause = { type: 'policy', ref: `segment/${fresh.segment_id}@${fresh.version}` };
    judgeOn(moment.day, [fresh], () => ({ cause, at: moment.now }));
  }
  const dueOn = earliest(
    // Of whom nothing is new and nothing was due, the next day is known.
    !news && reviewed.length === 0 && watched.dueOn !== null && watched.dueOn > moment.day
      ? watched.dueOn
      : nextDay(customer.facts, settled, moment.day, moment),
    fresh ? nextDay(customer.facts, [fresh], moment.day, moment) : null,
  );
  return { crossings, watched: { ...watched, dueOn, changes } };
}

function earliest(a: Day | null, b: Day | null): Day | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function nextDay(facts: CustomerFacts, segments: readonly SegmentRow[], day: Day, moment: TenantMoment): Day | null {
  const days = segments
    .map(({ condition }) => nextSegmentDay(condition, facts, day, moment))
    .filter((one) => one !== null);
  return days.length === 0 ? null : Math.min(...days);
}

interface Occasion extends CrossingOccasion {
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
    alertable: cause.type !== 'model' && !isDescription(cause),
    orders: { since: 0, until: day },
    version,
  };
}

/** Who is in a segment because somebody has just described it has not changed. */
function isDescription({ type, ref }: ChangeCause): boolean {
  return type === 'policy' && ref !== undefined && ref.startsWith('segment/');
}
