import type { Day, Month } from '@orderweave/domain-ordering';
import { closeDay, lastClosedMonth } from '../deadlines/month-close.js';
import { firstDayOf, monthIndex, monthIndexOf } from '../deadlines/month-index.js';
import type { StagePolicy } from '../stage/stage-policy.js';

/** The most days of grace that keep months in order: a month is closed before the next one ends. */
export const MOST_GRACE_DAYS = 27;

/** A policy that is in force from the start of local day `from` on, until the next one's. */
export interface PolicySpan<P> {
  readonly from: Day;
  readonly policy: P;
}

/** What every policy has, whatever its sections. */
export interface TimedPolicy {
  /** Two policies with the same version are the same. */
  readonly version: string;
  readonly stages: StagePolicy;
}

/**
 * A tenant's policies by day. A day is judged by the policy in force on it, whenever that is done, so that late and repeated
 * messages, and clocks that jump, end in the same state. One part waits: a month keeps the grace that is in force on the first day
 * after it, so that it cannot close twice or again be open; `at` has that grace in its `stages`.
 */
export class PolicyTimeline<P extends TimedPolicy> {
  /** Ascending by `from`, neighbours differ; the first holds for all days before it as well. */
  readonly spans: readonly PolicySpan<P>[];

  /** `activations` ascend by `from`; throws `RangeError` if there are none. */
  constructor(activations: readonly PolicySpan<P>[]) {
    if (activations.length === 0) throw new RangeError('a tenant has at least one policy');
    const days = activations.flatMap(({ from }) => [from, firstDayOf(monthIndexOf(from) + 1)]);
    const spans: PolicySpan<P>[] = [];
    for (const from of [...new Set(days)].sort((a, b) => a - b)) {
      const { policy } = spanAt(activations, from);
      const { graceDays } = spanAt(activations, firstDayOf(monthIndexOf(from))).policy.stages;
      const last = spans.at(-1)?.policy;
      if (last?.version === policy.version && last.stages.graceDays === graceDays) continue;
      const same = policy.stages.graceDays === graceDays;
      spans.push({ from, policy: same ? policy : { ...policy, stages: { ...policy.stages, graceDays } } });
    }
    this.spans = spans;
  }

  /** The policy in force on a day. */
  at(day: Day): P {
    return spanAt(this.spans, day).policy;
  }

  /** The first day of the span that a day lies in; null for the first span. */
  startOf(day: Day): Day | null {
    const span = spanAt(this.spans, day);
    return span === this.spans[0] ? null : span.from;
  }

  /** The next day after `day` from which another policy is in force, as far as is known. */
  nextStart(day: Day): Day | null {
    return this.spans.find(({ from }, index) => index > 0 && from > day)?.from ?? null;
  }

  /** The local day at whose midnight a month is closed. */
  closeDay(month: Month): Day {
    const after = firstDayOf(monthIndex(month) + 1);
    return closeDay(month, this.at(after).stages.graceDays);
  }

  /** The latest month that is closed on a day. */
  lastClosedMonth(day: Day): Month {
    return lastClosedMonth(day, this.at(day).stages.graceDays);
  }

  /** The policy that a month's tiers follow on a day: that of the day while the month is open, and of its close for good. */
  forMonth(month: Month, day: Day): P {
    return this.at(Math.min(day, this.closeDay(month)));
  }
}

function spanAt<P>(spans: readonly PolicySpan<P>[], day: Day): PolicySpan<P> {
  let index = spans.length - 1;
  while (index > 0 && spans[index]!.from > day) index--;
  return spans[index]!;
}
