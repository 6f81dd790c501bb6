import type { CustomerTransition, PayloadOf } from '@orderweave/contracts';
import { statement, textArray } from '@orderweave/postgres';
import { byMember, findMembers } from '../merges/find-families.js';
import { keyOfCustomer } from '../merges/customer-id.js';
import type { BatchHandler, Received } from '@orderweave/stream';
import { BY_ITSELF } from '../tasks/plan-alert-tasks.js';
import { closingTaskId } from './ask-closing-feedback.js';

type TransitionHandler = BatchHandler<Received<PayloadOf<typeof CustomerTransition>>>;

// Not by the join alone: a plan made while the table was small would go on to read all of a tenant's tasks.
const CLOSE = statement(
  'closing-feedback.close',
  `WITH closed AS (
     UPDATE task SET state = 'done', outcome = 'reached', note = new.feedback, settled_at = new.at, settled_by = '${BY_ITSELF}', next_at = NULL
     FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) AS new (tenant, customer_id, feedback, at)
     WHERE task.tenant = ANY($1) AND task.customer_id = ANY($2) AND task.tenant = new.tenant AND task.customer_id = new.customer_id
       AND task.state = 'open' AND task.alert_id IS NOT NULL AND task.id LIKE '%${closingTaskId('')}'
     RETURNING task.tenant, task.id, task.note, new.at)
   INSERT INTO task_event (tenant, task_id, at, actor, action, state, note)
   SELECT tenant, id, at, '${BY_ITSELF}', 'complete', 'done', note FROM closed`,
);

/** Completes what asks a customer for closing feedback once it has given a good score, then lets `next` handle the transitions. */
export function hearClosingFeedback(next: TransitionHandler): TransitionHandler {
  const handler: TransitionHandler = async (events, tx, context) => {
    const good = events.map(({ payload }) => payload).filter(({ kind, to }) => kind === 'feedback' && to === 'content');
    // Of several of one customer the first closes it.
    const byCustomer = new Map(good.reverse().map((one) => [`${one.tenant}/${one.customerId}`, one]));
    if (byCustomer.size > 0) {
      const told = [...byCustomer.values()];
      const families = byMember(await findMembers(tx, told));
      // Whoever was asked under an id of old answers under the one that survived.
      const all = told.flatMap((one) => families.get(keyOfCustomer(one))!.ids.map((id) => ({ ...one, id })));
      tx.write(CLOSE, [
        textArray(all.map(({ tenant }) => tenant)),
        textArray(all.map(({ id }) => id)),
        textArray(all.map(({ cause }) => cause.ref)),
        textArray(all.map(({ recordedAt }) => recordedAt)),
      ]);
    }
    return next(events, tx, context);
  };
  return Object.defineProperty(handler, 'name', { value: next.name });
}
