import type { Day } from '@orderweave/domain-ordering';
import { chanceOfMisses } from './chance-of-misses.js';
import type { AbsencePolicy, SignalPolicy } from './signal-policy.js';

/** Beyond this it is not worth a look for a bound. */
const FARTHEST = 100;

const least = new WeakMap<SignalPolicy, number>();

/**
 * The fewest purchase days that show a habit: with fewer, neither rhythm nor value nor absence can be told from accident, and no signal but
 * that of a complaint is given.
 */
export function leastSignalDays(policy: SignalPolicy): number {
  let days = least.get(policy);
  if (days === undefined) {
    const { rhythm, value, product, category, channel } = policy;
    days = Math.min(
      // The silence under way stands for the latest gap: so many gaps, one of them open, lie after so many days.
      rhythm.recent + rhythm.earlierLeast,
      value.recent + value.earlierLeast,
      ...[product, category, channel].map(leastForAbsence),
    );
    least.set(policy, days);
  }
  return days;
}

/** Whether days (ascending, some of them more than once) show enough of a habit for signals. */
export function showsHabit(purchaseDays: readonly Day[], policy: SignalPolicy): boolean {
  const enough = leastSignalDays(policy);
  let count = 0;
  for (let index = 0; index < purchaseDays.length; index++) {
    if (index === 0 || purchaseDays[index] !== purchaseDays[index - 1]) count++;
    if (count >= enough) return true;
  }
  return false;
}

/** The misses are least likely to be an accident when no order before them was without it. */
function leastForAbsence({ daysLeast, missesLeast, accident }: AbsencePolicy): number {
  for (let days = daysLeast + missesLeast; days < FARTHEST; days++) {
    for (let misses = missesLeast; misses <= days - daysLeast; misses++) {
      if (chanceOfMisses(misses, days - misses - 1, 0) <= accident) return days;
    }
  }
  return FARTHEST;
}
