import { planTasks, type Play } from '@orderweave/domain-notification';
import { localDay, startOfDay } from '@orderweave/domain-ordering';
import type { NewAlert } from '../alerts/alert.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import type { NewTask } from './task.store.js';

/** Who acts when it is a rule or time alone. */
export const BY_ITSELF = 'orderweave';

/** A task of a plan, by the number of the plan and its own place in the play; `nextAt` is when it is overdue, epoch milliseconds. */
export interface PlanStep extends Pick<NewTask, 'kind' | 'text' | 'day' | 'series'> {
  readonly plan: number;
  readonly number: number;
  readonly nextAt: number;
}

/** The plans of some alerts. */
export interface TaskPlans {
  readonly steps: readonly PlanStep[];
  /** The plan of each alert; null for one that nobody is told of, as nobody has anything to do then. */
  readonly planOf: ReadonlyMap<NewAlert, number | null>;
}

/** Plans the tasks of alerts that are about to be raised. What one play brings from one day on is one plan, however many alerts share it. */
export function planAlertTasks(alerts: readonly NewAlert[], calendarOf: CalendarOf): TaskPlans {
  const steps: PlanStep[] = [];
  const plans = new Map<Play, Map<string, number>>();
  const planOf = new Map<NewAlert, number | null>();
  let count = 0;
  for (const alert of alerts) planOf.set(alert, alert.muted ? null : planFor(alert));
  return { steps, planOf };

  function planFor({ raisedBy: { play }, raisedAt, transition: { tenant } }: NewAlert): number {
    const calendar = calendarOf(tenant);
    const key = `${localDay(raisedAt, calendar.timeZone)}/${tenant}`;
    const known = plans.get(play) ?? new Map<string, number>();
    plans.set(play, known);
    let plan = known.get(key);
    if (plan === undefined) {
      known.set(key, (plan = count++));
      for (const { number, kind, text, day, series } of planTasks(play, raisedAt, calendar)) {
        steps.push({ plan, number, kind, text, day, series, nextAt: startOfDay(day + 1, calendar.timeZone) });
      }
    }
    return plan;
  }
}

/** The id of an alert's task by its number. */
export function taskId(alertId: string, number: number): string {
  return `${alertId}-${number}`;
}
