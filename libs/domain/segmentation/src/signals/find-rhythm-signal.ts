import type { Day } from '@orderweave/domain-ordering';
import { median } from '../rhythm/gaps.js';
import { REASON } from '../stage/reason.js';
import { round } from '../stage/explain-risk.js';
import { ranksHigher } from './rank-shift.js';
import { SIGNAL_REASON, type SignalTerm } from './signal.js';
import type { SignalHistory } from './signal-history.js';
import type { ShiftPolicy, SignalPolicy } from './signal-policy.js';

/**
 * The rhythm lengthens: the latest 3 gaps between purchase days rank above the 6 to 12 before (`ranksHigher`, accident 1.5 %) and their median is
 * 1.5 times theirs or more. The silence under way stands for the latest gap from the day on which that says so too: the gap that it is
 * part of can only be longer. (Numbers are those of the default policy.)
 */
export function findRhythmSignal(history: SignalHistory, { rhythm: policy }: SignalPolicy): SignalTerm[] {
  const closed = judge(history.gaps, policy);
  if (closed) return [termOf(history, history.last, () => closed, policy)];
  const lengthens = (silence: number): boolean => judge([...history.gaps, silence], policy) !== null;
  const longest = history.end - history.last;
  if (!lengthens(longest)) return [];
  let [low, high] = [0, longest];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lengthens(middle)) high = middle;
    else low = middle;
  }
  const compare = (day: Day): Comparison => judge([...history.gaps, day - history.last], policy)!;
  return [termOf(history, history.last + high, compare, policy)];
}

interface Comparison {
  recent: number;
  earlier: number;
}

function judge(gaps: readonly number[], policy: ShiftPolicy): Comparison | null {
  const recent = gaps.slice(-policy.recent);
  const earlier = gaps.slice(-policy.recent - policy.earlierMost, -policy.recent);
  if (recent.length < policy.recent || earlier.length < policy.earlierLeast) return null;
  const medians = { recent: median(recent), earlier: median(earlier) };
  if (medians.recent < policy.ratio * medians.earlier) return null;
  return ranksHigher(recent, earlier, policy.accident) ? medians : null;
}

function termOf(
  { last, end }: SignalHistory,
  since: Day,
  compare: (day: Day) => Comparison,
  policy: ShiftPolicy,
): SignalTerm {
  return {
    signal: 'rhythm-lengthens',
    since,
    until: end,
    explain: (day) => {
      const { recent, earlier } = compare(day);
      const threshold = round(policy.ratio * earlier);
      return [
        { name: SIGNAL_REASON.recentGap, value: recent, previous: earlier, threshold, unit: 'days' },
        { name: REASON.silence, value: day - last, unit: 'days' },
      ];
    },
  };
}
