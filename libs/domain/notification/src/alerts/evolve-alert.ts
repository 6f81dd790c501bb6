import { act, waits, type AlertAction, type AlertState, type ResolveReason } from './alert-life.js';
import type { EscalationLevel } from './timed-steps.js';

/** What changes of an alert in its life. Instants are epoch milliseconds by the tenant's clock. */
export interface AlertStanding {
  readonly state: AlertState;
  /** Whose customer it is about, as long as nobody sees to it; then whose it was. */
  readonly owner?: string | null;
  /** Everybody who was told, and how far up that went. */
  readonly recipients: readonly string[];
  readonly level: EscalationLevel;
  readonly escalateAt: number | null;
  readonly repeatAt?: number | null;
  readonly snoozedUntil: number | null;
  readonly expiresAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly resolution: ResolveReason | null;
  /** Whether nobody was told of it: then nobody is asked why nothing was done, either. */
  readonly muted?: boolean;
}

/** Something that is done with an alert, or that happens to it. */
export type AlertEvent =
  | { readonly action: 'acknowledge' | 'reopen'; readonly actor: string }
  | { readonly action: 'snooze'; readonly actor: string; readonly until: number }
  | { readonly action: 'resolve'; readonly actor: string; readonly reason: ResolveReason }
  | { readonly action: 'wake' | 'recover' | 'expire' | 'repeat' }
  /** Without people there is no further step up, but for `retryAt`: then whoever is away now is asked. */
  | {
      readonly action: 'escalate';
      readonly people: readonly string[];
      readonly level: EscalationLevel;
      readonly retryAt?: number | null;
    }
  /** The customer has gone to somebody else, or to nobody; `people` are there for the new owner. */
  | { readonly action: 'reown'; readonly owner: string | null; readonly people: readonly string[] };
export type AlertEventAction = AlertEvent['action'];

/** When it happens, and what the alert's rule makes of that moment. */
export interface AlertMoment {
  readonly now: number;
  /** When somebody should have seen to an alert that begins to wait now. */
  readonly dueAt: number;
  /** When an alert that is raised now expires. */
  readonly expiresAt: number;
  /** When one that begins to wait now is told again; null for never. */
  readonly repeatAt?: number | null;
}

/** The alert afterwards; `same` when nothing is different, null when its state does not allow it. */
export function evolveAlert(
  alert: AlertStanding,
  event: AlertEvent,
  moment: AlertMoment,
): AlertStanding | 'same' | null {
  if (event.action === 'escalate') return escalated(alert, event, moment);
  if (event.action === 'reown') return reowned(alert, event, moment);
  if (event.action === 'repeat') {
    // Told again, and nothing else.
    return waits(alert.state) ? { ...alert, repeatAt: moment.repeatAt ?? null } : 'same';
  }
  const state = act(alert.state, event.action);
  if (state === null) return null;
  const longer = event.action === 'snooze' && event.until !== alert.snoozedUntil;
  if (state === 'same') return longer ? { ...alert, snoozedUntil: event.until } : 'same';
  const awake = { ...alert, state, snoozedUntil: null };
  const seen = (actor: string) => ({
    acknowledgedAt: alert.acknowledgedAt ?? moment.now,
    acknowledgedBy: alert.acknowledgedBy ?? actor,
  });
  switch (event.action) {
    case 'acknowledge':
      return { ...awake, ...seen(event.actor) };
    case 'snooze':
      return { ...awake, snoozedUntil: event.until };
    case 'resolve':
      return { ...awake, ...seen(event.actor), resolution: event.reason };
    case 'recover':
      return { ...awake, resolution: 'recovered' };
    case 'wake':
      return { ...awake, ...waitingAnew(alert, moment) };
    case 'reopen':
      return {
        ...awake,
        ...waitingAnew(alert, moment),
        ...{ acknowledgedAt: null, acknowledgedBy: null, resolution: null, expiresAt: moment.expiresAt },
      };
    case 'expire':
      return awake;
  }
}

/** Whether people may do this. */
export function isAlertAction(action: AlertEventAction): action is AlertAction {
  return !['wake', 'recover', 'expire', 'repeat', 'escalate', 'reown'].includes(action);
}

function escalated(
  alert: AlertStanding,
  { people, level, retryAt = null }: Extract<AlertEvent, { action: 'escalate' }>,
  { dueAt }: AlertMoment,
): AlertStanding | 'same' {
  if (people.length === 0) return alert.escalateAt === retryAt ? 'same' : { ...alert, escalateAt: retryAt };
  const recipients = [...new Set([...alert.recipients, ...people])];
  return { ...alert, recipients, level, escalateAt: level === 'pool' ? null : dueAt };
}

/**
 * An alert that nobody sees to goes to the new owner, in whose list the former one's place is: given back, it is as it was. What somebody
 * has acknowledged stays theirs. Whose former owner had nobody above asks the new one's ladder.
 */
function reowned(
  alert: AlertStanding,
  { owner, people }: Extract<AlertEvent, { action: 'reown' }>,
  moment: AlertMoment,
): AlertStanding | 'same' | null {
  const { state, owner: former = null, acknowledgedAt } = alert;
  if (state === 'resolved' || state === 'expired' || acknowledgedAt !== null) return null;
  if (owner === former) return 'same';
  const place = former === null ? -1 : alert.recipients.indexOf(former);
  const others = place < 0 ? alert.recipients : alert.recipients.toSpliced(place, 1);
  const now = owner === null ? others : others.toSpliced(Math.max(place, 0), 0, owner);
  const escalateAt = alert.escalateAt ?? waitingAnew(alert, moment).escalateAt;
  return { ...alert, owner, escalateAt, recipients: [...now, ...people.filter((name) => !now.includes(name))] };
}

/** Who has the top of the ladder behind them is not asked again by it, who was told nothing not at all. */
function waitingAnew(
  { level, muted }: AlertStanding,
  { dueAt, repeatAt = null }: AlertMoment,
): Pick<AlertStanding, 'escalateAt' | 'repeatAt'> {
  if (muted) return { escalateAt: null, repeatAt: null };
  return { escalateAt: level === 'pool' ? null : dueAt, repeatAt };
}
