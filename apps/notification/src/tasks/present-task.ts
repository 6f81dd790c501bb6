import { TASK_KIND_WORDS, talkingPoints, type Locale } from '@orderweave/domain-notification';
import { formatDay, type Day } from '@orderweave/domain-ordering';
import { shownCustomer } from './shown-customer.js';
import type { TaskEvent } from './read-tasks.js';
import type { TaskWithAlert } from './task-row.js';
import type { TaskDetail, TaskView } from './task-view.js';

/** Words a stored task in a language, as of a day of its tenant. */
export function presentTask(row: TaskWithAlert, today: Day, locale: Locale): TaskView {
  const { id, state, kind, text, day, assignee, alertId, outcome, note, reason, settledBy, createdBy } = row;
  const talk = row.transition ? talkingPoints(row.transition, locale) : { points: [], offers: [] };
  return {
    ...{ id, state, kind, kindName: TASK_KIND_WORDS[locale][kind], text: text[locale] },
    ...{ dueDay: formatDay(day), overdue: state === 'open' && day < today, assignee },
    customer: { ...shownCustomer(row), owner: row.owner },
    ...{ alert: alertId, repeats: row.series !== null, ...talk },
    ...{ outcome, note, reason, settledAt: row.settledAt?.toISOString() ?? null, settledBy },
    ...{ createdAt: row.createdAt.toISOString(), createdBy },
  };
}

/** The task with its history. */
export function presentTaskDetail(view: TaskView, events: readonly TaskEvent[]): TaskDetail {
  return { ...view, history: events.map((event) => ({ ...event, at: event.at.toISOString() })) };
}
