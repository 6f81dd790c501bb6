import {
  addWorkdays,
  escalate,
  isAnybodyAway,
  NO_TEAM,
  nextStepOf,
  nextWorkingMoment,
  type AlertEvent,
  type SalesTeam,
  type WorkingCalendar,
} from '@orderweave/domain-notification';
import { localDay, startOfDay } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import { standingOf, type AlertRow } from '../alerts/alert-row.js';
import { applyEvents, type Happening, type LifeRules } from './apply-events.js';
import { lockDue } from './standing.store.js';

/** What time's work on alerts needs. */
export interface SweepParts extends LifeRules {
  /** Tells people of alerts that they were not told of, or that have come back to them. */
  readonly notify: (tx: Transaction, told: Told) => Promise<void>;
}

/** Alerts that went up to further people, alerts whose snooze is over, and alerts that are told again. */
export interface Told {
  readonly escalated: readonly { readonly alert: AlertRow; readonly people: readonly string[] }[];
  readonly woken: readonly AlertRow[];
  readonly repeated: readonly AlertRow[];
}

/** Whose alerts are swept until when, by the tenant's clock. */
export interface AlertSweep {
  readonly tenant: string;
  readonly team?: SalesTeam | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether the clock is moved by hand: then each step is made at its own moment, as if the clock had stood there. */
  readonly leaps: boolean;
}

/** Rounds in one transaction at most by the wall clock; the rest is for the next minute. */
const MOST_ROUNDS = 20;

/**
 * Makes the steps that time has made due for a tenant's alerts: wakes what was snoozed, escalates what nobody saw to, expires what is
 * too old. By the wall clock a step counts from when it was made: whoever is told late, after an outage, has as long as anybody.
 * Returns how many steps there were.
 */
export async function sweepAlerts(tx: Transaction, parts: SweepParts, sweep: AlertSweep): Promise<number> {
  const { tenant, team = NO_TEAM, now, leaps } = sweep;
  const calendar = parts.calendarOf(tenant);
  let steps = 0;
  for (let round = 0; leaps || round < MOST_ROUNDS; round++) {
    const due = await lockDue(tx, sweep);
    if (due.length === 0) break;
    const happenings = due.map((alert) => happeningOf(alert, team, calendar, sweep));
    const after = await applyEvents(tx, parts, happenings, now);
    // What nothing can be done to would be found again and again.
    if (!after.some(isRow)) break;
    const escalated = happenings.flatMap(({ alert, event }) =>
      event.action === 'escalate' && event.people.length > 0 ? [{ alert, people: event.people }] : [],
    );
    const rowsAfter = (action: AlertEvent['action']) =>
      after.filter((row, index): row is AlertRow => happenings[index]!.event.action === action && isRow(row));
    await parts.notify(tx, { escalated, woken: rowsAfter('wake'), repeated: rowsAfter('repeat') });
    steps += due.length;
  }
  return steps;
}

function happeningOf(
  alert: AlertRow,
  team: SalesTeam,
  calendar: WorkingCalendar,
  { now, leaps }: AlertSweep,
): Happening {
  const next = nextStepOf(standingOf(alert));
  // A clock that leaps repeats as it lands: nobody is told the same ten times at once.
  const at = leaps && next && next.step !== 'repeat' ? next.at : now;
  if (next && next.step !== 'escalate') return { alert, at, event: { action: next.step } };
  return { alert, at, event: escalation(alert, team, calendar, at) };
}

function escalation(
  { level, recipients, owner }: AlertRow,
  team: SalesTeam,
  calendar: WorkingCalendar,
  at: number,
): AlertEvent {
  const day = localDay(at, calendar.timeZone);
  const told = { level, told: recipients };
  const route = escalate(told, owner ?? undefined, team, day);
  if (route) return { action: 'escalate', ...route };
  const again = isAnybodyAway(told, owner ?? undefined, team);
  return { action: 'escalate', people: [], level, retryAt: again ? nextMorning(day, calendar) : null };
}

/** The begin of work on the next working day. */
function nextMorning(day: number, calendar: WorkingCalendar): number {
  return nextWorkingMoment(startOfDay(addWorkdays(day, 1, calendar), calendar.timeZone), calendar);
}

function isRow(row: AlertRow | 'same' | null): row is AlertRow {
  return row !== null && row !== 'same';
}
