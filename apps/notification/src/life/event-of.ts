import {
  addWorkingTime,
  type AlertAction,
  type AlertEvent,
  type ResolveReason,
  type WorkingCalendar,
} from '@orderweave/domain-notification';
import { Problem } from '@orderweave/service';

/** What a person may add to an action. */
export interface ActionDetails {
  readonly reason?: ResolveReason;
  /** ISO 8601. */
  readonly until?: string;
}

/** Who acts, and when: the tenant's moment in epoch milliseconds, and its working calendar. */
export interface Acting {
  readonly actor: string;
  readonly now: number;
  readonly calendar: WorkingCalendar;
}

const DAY_MS = 86_400_000;
const LONGEST_SNOOZE_DAYS = 90;

/** What an action of a person does to an alert. Throws a `Problem` (400) for a snooze into the past or for too long. */
export function eventOf(action: AlertAction, { reason = 'other', until }: ActionDetails, acting: Acting): AlertEvent {
  const { actor, now, calendar } = acting;
  switch (action) {
    case 'acknowledge':
    case 'reopen':
      return { action, actor };
    case 'resolve':
      return { action, actor, reason };
    case 'snooze':
      return { action, actor, until: until ? checked(until, now) : addWorkingTime(now, 24, calendar) };
  }
}

function checked(until: string, now: number): number {
  const at = Date.parse(until);
  if (at > now && at <= now + LONGEST_SNOOZE_DAYS * DAY_MS) return at;
  const remedy = `give a moment after now, within ${LONGEST_SNOOZE_DAYS} days`;
  const faults = [{ field: 'until', value: until, rule: 'range', remedy }];
  throw new Problem({ status: 400, code: 'invalid-request', title: 'The alert cannot be snoozed so', faults });
}
