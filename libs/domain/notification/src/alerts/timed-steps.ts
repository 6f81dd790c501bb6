import { waits, type AlertState } from './alert-life.js';

/** To whom an alert has gone: the owner, the owner's manager, the pool. */
export const ESCALATION_LEVELS = ['owner', 'manager', 'pool'] as const;
export type EscalationLevel = (typeof ESCALATION_LEVELS)[number];

/** What time does to an alert. Instants are epoch milliseconds by the tenant's clock. */
export interface AlertTimes {
  readonly state: AlertState;
  /** When it goes one step up unless somebody sees to it; null when there is no further step. */
  readonly escalateAt: number | null;
  /** When it is told again unless somebody sees to it; null for never. */
  readonly repeatAt?: number | null;
  readonly snoozedUntil: number | null;
  /** From when on it is no longer worth anybody's while. */
  readonly expiresAt: number | null;
}

/** A step that time has made due. */
export type TimedStep = 'expire' | 'wake' | 'escalate' | 'repeat';

/** The next step and its moment; undefined when time does nothing more to the alert. */
export function nextStepOf(alert: AlertTimes): { readonly step: TimedStep; readonly at: number } | undefined {
  const { state, escalateAt, repeatAt = null, snoozedUntil, expiresAt } = alert;
  if (state === 'resolved' || state === 'expired') return undefined;
  const steps: { step: TimedStep; at: number }[] = [];
  if (expiresAt !== null) steps.push({ step: 'expire', at: expiresAt });
  if (state === 'snoozed' && snoozedUntil !== null) steps.push({ step: 'wake', at: snoozedUntil });
  if (waits(state) && escalateAt !== null) steps.push({ step: 'escalate', at: escalateAt });
  if (waits(state) && repeatAt !== null) steps.push({ step: 'repeat', at: repeatAt });
  // Of two at once the one that ends it counts: what has expired is not escalated any more.
  return steps.reduce<(typeof steps)[number] | undefined>(
    (first, one) => (first && first.at <= one.at ? first : one),
    undefined,
  );
}
