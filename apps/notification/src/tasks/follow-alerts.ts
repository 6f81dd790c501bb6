import type { AlertEvent, CancelReason } from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { AlertRow } from '../alerts/alert-row.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { BY_ITSELF } from './plan-alert-tasks.js';

/** What happened to an alert, and how it is afterwards. */
export interface FollowedAlert {
  readonly after: AlertRow;
  readonly event: AlertEvent;
}

// Not by the join alone: a plan made while the table was small would go on to read all of a tenant's tasks.
const BY_ALERT = 'task.tenant = ANY($1) AND task.alert_id = ANY($2)';
const END = statement(
  'task.end',
  `WITH ended AS (
     UPDATE task SET state = 'cancelled', reason = new.reason, settled_at = $5, settled_by = new.actor, next_at = NULL
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS new (tenant, alert_id, reason, actor)
     WHERE ${BY_ALERT} AND task.tenant = new.tenant AND task.alert_id = new.alert_id AND task.state = 'open'
     RETURNING task.tenant, task.id, new.reason, new.actor)
   INSERT INTO task_event (tenant, task_id, at, actor, action, state, detail)
   SELECT tenant, id, $5, actor, 'cancel', 'cancelled', reason FROM ended`,
);
// The sweep finds out when time has something to do with them, and whom to remind.
const HAND_OVER = statement(
  'task.hand-over',
  `WITH moved AS (
     UPDATE task SET assignee = new.assignee, as_owner = true, next_at = $5
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS new (tenant, alert_id, assignee, actor)
     WHERE ${BY_ALERT} AND task.tenant = new.tenant AND task.alert_id = new.alert_id AND task.state = 'open' AND task.follows
       AND task.assignee IS DISTINCT FROM new.assignee
     RETURNING task.tenant, task.id, new.assignee, new.actor)
   INSERT INTO task_event (tenant, task_id, at, actor, action, state, detail)
   SELECT tenant, id, $5, actor, 'change', 'open', 'assignee: ' || assignee FROM moved`,
);
const REVIVE = statement(
  'task.revive',
  `WITH revived AS (
     UPDATE task SET state = 'open', reason = NULL, settled_at = NULL, settled_by = NULL, day = greatest(day, new.today),
       next_at = $5
     FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS new (tenant, alert_id, actor, today)
     WHERE ${BY_ALERT} AND task.tenant = new.tenant AND task.alert_id = new.alert_id AND task.reason IN ('alert-resolved', 'alert-recovered', 'alert-expired')
     RETURNING task.tenant, task.id, new.actor)
   INSERT INTO task_event (tenant, task_id, at, actor, action, state) SELECT tenant, id, $5, actor, 'reopen', 'open' FROM revived`,
);

/**
 * Lets the tasks of alerts go with them: settled alerts end them, reopened ones bring those back (none earlier than today), and who an
 * alert has gone up to, or says to see to it, gets them unless somebody gave them to a person by hand. At most a statement for each.
 */
export async function followAlerts(
  tx: Transaction,
  changes: readonly FollowedAlert[],
  calendarOf: CalendarOf,
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString();
  const keys = (list: readonly FollowedAlert[]) => [
    textArray(list.map(({ after }) => after.tenant)),
    textArray(list.map(({ after }) => after.id)),
  ];
  const actors = (list: readonly FollowedAlert[]) => textArray(list.map(({ event }) => actorOf(event)));
  const ended = changes.filter(({ event: { action } }) => reasonOf(action) !== undefined);
  if (ended.length > 0)
    await tx.execute(END, [
      ...keys(ended),
      textArray(ended.map(({ event }) => reasonOf(event.action))),
      ...[actors(ended), at],
    ]);
  const moved = changes.filter((change) => takerOf(change) !== undefined);
  if (moved.length > 0) await tx.execute(HAND_OVER, [...keys(moved), textArray(moved.map(takerOf)), actors(moved), at]);
  const revived = changes.filter(({ event }) => event.action === 'reopen');
  if (revived.length > 0)
    await tx.execute(REVIVE, [
      ...keys(revived),
      actors(revived),
      plainArray(revived.map(({ after }) => localDay(now, calendarOf(after.tenant).timeZone))),
      at,
    ]);
}

/** Why an alert's tasks are of no use any more: a person settled it, the customer ordered again, or it is too old. */
function reasonOf(action: AlertEvent['action']): CancelReason | undefined {
  if (action === 'resolve') return 'alert-resolved';
  if (action === 'recover') return 'alert-recovered';
  return action === 'expire' ? 'alert-expired' : undefined;
}

function takerOf({ after, event }: FollowedAlert): string | undefined {
  if (event.action === 'escalate') return event.people[0];
  // A card may be answered in the name of a place; only who was told, or whose customer it is, can take over.
  const known = event.action === 'acknowledge' && [...after.recipients, after.owner].includes(event.actor);
  return known ? event.actor : undefined;
}

function actorOf(event: AlertEvent): string {
  return 'actor' in event ? event.actor : BY_ITSELF;
}
