import type { Day } from '@orderweave/domain-ordering';
import { nextRecordedDay } from '../segments/next-evaluation.js';
import { findAbsenceSignals } from './find-absence-signals.js';
import { findComplaintSignal } from './find-complaint-signal.js';
import { findReturnsSignal } from './find-returns-signal.js';
import { findRhythmSignal } from './find-rhythm-signal.js';
import { findValueSignal } from './find-value-signal.js';
import { showsHabit } from './least-signal-days.js';
import type { Signal, SignalTerm } from './signal.js';
import { historyUntil, type SignalFacts } from './signal-history.js';
import { DEFAULT_SIGNAL_POLICY, type SignalPolicy } from './signal-policy.js';

/** What is needed to look for signals as of the end of local day `day`. */
export interface SignalInput {
  facts: SignalFacts;
  day: Day;
  policy?: SignalPolicy;
}

/**
 * The signals that hold, each with its reasons: none before the first purchase day, and after a long silence, of which the risk speaks,
 * none but that of a complaint. `since` and `until` hold as long as nothing is recorded.
 */
export function assessSignals(input: SignalInput): Signal[] {
  const { day } = input;
  return termsOf(input)
    .filter(({ since, until }) => since <= day && day < until)
    .map(({ explain, ...term }) => ({ ...term, because: explain(day) }));
}

/**
 * The earliest local day after `day` on which other signals hold, should nothing more be recorded; null if none ever does. Orders and
 * feedback after `day` come true on their days.
 */
export function nextSignalDay(input: SignalInput): Day | null {
  const now = keysOf(termsOf(input), input.day);
  for (let from = input.day; ;) {
    const recorded = nextRecordedDay(input.facts, from);
    const terms = termsOf({ ...input, day: from });
    const days = terms
      .flatMap(({ since, until }) => [since, until])
      .filter((day) => day > from && (recorded === null || day < recorded))
      .sort((a, b) => a - b);
    for (const day of days) if (keysOf(terms, day) !== now) return day;
    if (recorded === null) return null;
    if (keysOf(termsOf({ ...input, day: recorded }), recorded) !== now) return recorded;
    from = recorded;
  }
}

function keysOf(terms: readonly SignalTerm[], day: Day): string {
  const holding = terms.filter(({ since, until }) => since <= day && day < until);
  return JSON.stringify(holding.map(({ signal, subject }) => [signal, subject]).sort());
}

function termsOf({ facts, day, policy = DEFAULT_SIGNAL_POLICY }: SignalInput): SignalTerm[] {
  const history = historyUntil(facts, day, policy.endAfterSilence);
  if (!history) return [];
  if (!showsHabit(history.days, policy)) return findComplaintSignal(history, policy);
  return [
    ...findRhythmSignal(history, policy),
    ...findValueSignal(history, policy),
    ...findAbsenceSignals(history, policy),
    ...findReturnsSignal(history, policy),
    ...findComplaintSignal(history, policy),
  ];
}
