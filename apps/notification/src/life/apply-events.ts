import { AlertChanged } from '@orderweave/contracts';
import {
  dueAfter,
  evolveAlert,
  expiryOf,
  policyUnder,
  tellAgainAfter,
  type AlertEvent,
  type AlertMoment,
  type AlertRule,
  type RulePolicy,
} from '@orderweave/domain-notification';
import { emit, type Transaction } from '@orderweave/postgres';
import { standingOf, type AlertRow } from '../alerts/alert-row.js';
import { askClosingFeedback } from '../feedback/ask-closing-feedback.js';
import { alertMetrics } from '../metrics.js';
import { followAlerts } from '../tasks/follow-alerts.js';
import { recordAudit, saveStandings, type AuditLine, type ChangedStanding } from './standing.store.js';
import type { CalendarOf } from './tenant-calendar.js';

/** What happened to one alert. */
export interface Happening {
  readonly alert: AlertRow;
  readonly event: AlertEvent;
  /** When, by the tenant's clock, epoch milliseconds; now unless told. */
  readonly at?: number | undefined;
  readonly note?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** What a change of alerts needs to know of their rules. */
export interface LifeRules {
  readonly policy: RulePolicy;
  readonly calendarOf: CalendarOf;
}

/** What came of it, in the order of what happened: the alert afterwards, `same`, or null where its state did not allow it. */
export type Applied = AlertRow | 'same' | null;

/** Who acts when it is time alone. */
const TIME = 'orderweave';

/**
 * Lets things happen to locked alerts, at most one to each: states, audit trail and events in a statement a table. `now` by the tenant's
 * clock.
 */
export async function applyEvents(
  tx: Transaction,
  { policy, calendarOf }: LifeRules,
  happenings: readonly Happening[],
  now: number,
): Promise<Applied[]> {
  const changed: ChangedStanding[] = [];
  const audit: AuditLine[] = [];
  const results = happenings.map(({ alert, event, at = now, note }) => {
    const next = evolveAlert(standingOf(alert), event, momentOf(alert, event, at));
    if (next === 'same' || next === null) return next;
    const { tenant, id } = alert;
    changed.push({ tenant, id, standing: next });
    const actor = 'actor' in event ? event.actor : TIME;
    const line = { tenant, alertId: id, at, actor, action: event.action, state: next.state };
    if (event.action !== 'escalate' || event.people.length > 0)
      audit.push({ ...line, note, detail: detailOf(event, alert.owner) });
    return id;
  });
  if (changed.length === 0) return results as Applied[];
  const saved = new Map((await saveStandings(tx, changed)).map((row) => [row.id, row]));
  await recordAudit(tx, audit);
  const followed = happenings.flatMap(({ alert, event }) => {
    const after = saved.get(alert.id);
    return after ? [{ after, event }] : [];
  });
  await followAlerts(tx, followed, calendarOf, now);
  await askClosingFeedback(tx, followed, calendarOf, now);
  announce(tx, happenings, saved, now);
  return results.map((result) => (result === 'same' || result === null ? result : saved.get(result)!));

  function momentOf(alert: AlertRow, { action }: AlertEvent, at: number): AlertMoment {
    const { tenant, rule, raisedBy, repeatSeconds, severity } = alert;
    // A rule that the policy no longer has leaves its alerts a day.
    const known: Pick<AlertRule, 'slaHours' | 'slaClock' | 'validDays' | 'remindHours'> = policyUnder(
      raisedBy,
      policy,
    ).rules.find(({ id }) => id === rule) ?? {
      slaHours: 24,
    };
    const calendar = calendarOf(tenant);
    const dueAt = dueAfter(known, at, calendar);
    const waiting = { from: now, dueAt, repeatSeconds, reminded: action === 'repeat' };
    const repeatAt = tellAgainAfter({ severity, remindHours: known.remindHours }, waiting, calendar);
    return { now: at, dueAt, expiresAt: expiryOf(known, at), repeatAt };
  }
}

function announce(tx: Transaction, happenings: readonly Happening[], saved: Map<string, AlertRow>, now: number): void {
  const moved = happenings.flatMap(({ alert, at = now, traceparent }) => {
    const after = saved.get(alert.id);
    return after && after.state !== alert.state ? [{ after, at: new Date(at).toISOString(), traceparent }] : [];
  });
  tx.publish(
    moved.map(({ after: { tenant, id, transition, rule, severity, state }, at, traceparent }) => {
      const identity = { tenant, alertId: id, transitionId: transition.id, customerId: transition.customerId };
      return emit(AlertChanged, { ...identity, rule, severity, state, at }, { traceparent });
    }),
  );
  tx.onCommit(() => {
    for (const { after } of moved) alertMetrics.alerts.inc({ state: after.state, severity: after.severity });
  });
}

function detailOf(event: AlertEvent, former: string | null): string | undefined {
  if (event.action === 'resolve') return event.reason;
  if (event.action === 'recover') return 'recovered';
  if (event.action === 'reown') return `${former ?? '–'} → ${event.owner ?? '–'}`;
  if (event.action === 'snooze') return new Date(event.until).toISOString();
  return event.action === 'escalate' ? `${event.level}: ${event.people.join(', ')}` : undefined;
}
