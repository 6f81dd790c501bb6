import type { Transition } from '@orderweave/contracts';
import { addWorkdays, customerName, type Wording } from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CalendarOf } from '../life/tenant-calendar.js';
import type { FollowedAlert } from '../tasks/follow-alerts.js';
import { BY_ITSELF } from '../tasks/plan-alert-tasks.js';
import { insertTasks, type NewTask } from '../tasks/task.store.js';

const ASK: Wording = {
  'zh-CN': '告知客户处理结果，并请客户再次评价',
  en: 'Tell the customer what was done, and ask for another rating',
};
const CLOSING = 'closing';

// The end of an alert takes along the open tasks that it has, so this one when an alert is resolved a second time.
const ASK_AGAIN = statement(
  'closing-feedback.ask-again',
  `WITH asked AS (
     UPDATE task SET state = 'open', reason = NULL, settled_at = NULL, settled_by = NULL, day = new.day, next_at = $4
     FROM unnest($1::text[], $2::text[], $3::int[]) AS new (tenant, id, day)
     WHERE task.tenant = ANY($1) AND task.id = ANY($2) AND task.tenant = new.tenant AND task.id = new.id
       AND task.state = 'cancelled'
     RETURNING task.tenant, task.id)
   INSERT INTO task_event (tenant, task_id, at, actor, action, state)
   SELECT tenant, id, $4, '${BY_ITSELF}', 'reopen', 'open' FROM asked`,
);

/** The id of the task of an alert that asks its customer for a closing word. */
export function closingTaskId(alertId: string): string {
  return `${alertId}-${CLOSING}`;
}

/**
 * Once somebody has resolved the alert of a complaint or a low score, asks for closing feedback on the next working day: a task of its own, which
 * the alert's end does not take along. Done again it changes nothing. Of a false alarm there is nothing to ask.
 */
export async function askClosingFeedback(
  tx: Transaction,
  changes: readonly FollowedAlert[],
  calendarOf: CalendarOf,
  now: number,
): Promise<void> {
  const answered = changes.filter(({ after: { transition, muted }, event }) => {
    return event.action === 'resolve' && event.reason !== 'false-alarm' && !muted && isBadWord(transition);
  });
  if (answered.length === 0) return;
  const tasks = answered.map(({ after, event }) => taskOf(after, 'actor' in event ? event.actor : undefined));
  const added = await insertTasks(tx, tasks);
  const again = tasks.filter(({ id }) => !added.has(id));
  if (again.length === 0) return;
  await tx.execute(ASK_AGAIN, [
    textArray(again.map(({ tenant }) => tenant)),
    textArray(again.map(({ id }) => id)),
    plainArray(again.map(({ day }) => day)),
    new Date(now).toISOString(),
  ]);

  function taskOf(
    { tenant, id: alertId, transition, recipients, owner }: FollowedAlert['after'],
    actor?: string,
  ): NewTask {
    const { customerId } = transition;
    const calendar = calendarOf(tenant);
    // Who answered the complaint asks, unless that was a card or a place rather than a person who was told.
    const assignee = actor !== undefined && recipients.includes(actor) ? actor : (recipients[0] ?? null);
    return {
      ...{ tenant, id: closingTaskId(alertId), customerId, customerName: customerName(transition), alertId },
      ...{ owner, kind: 'message', text: ASK, assignee, follows: true, repeated: false },
      ...{ day: addWorkdays(localDay(now, calendar.timeZone), 1, calendar), series: null, note: null },
      ...{ createdAt: now, createdBy: BY_ITSELF, timeZone: calendar.timeZone },
    };
  }
}

function isBadWord({ kind, to }: Transition): boolean {
  return kind === 'feedback' && (to === 'complaint' || to === 'detractor');
}
