import { nextAttemptAt } from '@orderweave/domain-notification';

const MOST_WAIT_MS = 100;

/** As many attempts as the schedule has, each a tenth of a second after the one before. */
export function hurriedSchedule(attempt: number, now: number, random: number): number | undefined {
  return nextAttemptAt(attempt, now, random) === undefined ? undefined : now + MOST_WAIT_MS;
}
