import type { Transition } from '@orderweave/contracts';
import type { CancelReason, Series, TaskKind, TaskOutcome, TaskState, Wording } from '@orderweave/domain-notification';
import { presentCustomerOf, type PresentCustomer } from '../merges/present-customer.js';
import type { Day } from '@orderweave/domain-ordering';

/** A task as it is stored. */
export interface TaskRow {
  tenant: string;
  id: string;
  customerId: string;
  customerName: string;
  /** Who that customer is now; left out of a new one. */
  customer?: PresentCustomer;
  owner: string | null;
  /** Null for a task by hand. */
  alertId: string | null;
  kind: TaskKind;
  text: Wording;
  day: Day;
  /** Null where it is nobody's. */
  assignee: string | null;
  /** Whether it goes with its alert to whoever sees to that. */
  follows: boolean;
  /** Whether it came of another one by being done again every so often. */
  repeated: boolean;
  /** What follows it; null once that is there. */
  series: Series | null;
  state: TaskState;
  outcome: TaskOutcome | null;
  note: string | null;
  reason: CancelReason | null;
  settledAt: Date | null;
  settledBy: string | null;
  createdAt: Date;
  createdBy: string;
}

/** A task with the alert that it came of. */
export interface TaskWithAlert extends TaskRow {
  transition: Transition | null;
  /** When its alert ends by itself. */
  alertEndsAt: Date | null;
}

/** The columns of a `TaskRow`. */
export const TASK_COLUMNS = `task.tenant, task.id, task.customer_id AS "customerId", task.customer_name AS "customerName",
  ${presentCustomerOf('task')} AS customer, task.owner, task.alert_id AS "alertId", task.kind, task.words AS text, task.day, task.assignee, task.follows, task.repeated,
  task.series, task.state, task.outcome, task.note, task.reason, task.settled_at AS "settledAt",
  task.settled_by AS "settledBy", task.created_at AS "createdAt",
  task.created_by AS "createdBy"`;

/** The columns of a `TaskWithAlert`, and where they come from. */
export const WITH_ALERT = `${TASK_COLUMNS}, alert.transition, alert.expires_at AS "alertEndsAt"
  FROM task LEFT JOIN alert ON alert.tenant = task.tenant AND alert.id = task.alert_id`;
