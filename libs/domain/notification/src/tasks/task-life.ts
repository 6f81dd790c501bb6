/** What somebody is asked to do for a customer. */
export const TASK_KINDS = ['call', 'visit', 'message', 'offer'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const TASK_STATES = ['open', 'done', 'skipped', 'cancelled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** What came of a task that was done. */
export const TASK_OUTCOMES = ['reached', 'not-reached', 'order-promised', 'no-interest', 'other'] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

/** What a person can do with a task. */
export const TASK_ACTIONS = ['complete', 'skip', 'reopen'] as const;
export type TaskAction = (typeof TASK_ACTIONS)[number];

/** Why a task was cancelled: its alert is settled, its customer ordered again, or a later one of its series has taken its place. */
export const CANCEL_REASONS = ['alert-resolved', 'alert-recovered', 'alert-expired', 'repeated'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

const LIFE: Readonly<Record<TaskAction | 'cancel', { readonly from: readonly TaskState[]; readonly to: TaskState }>> = {
  complete: { from: ['open'], to: 'done' },
  skip: { from: ['open'], to: 'skipped' },
  cancel: { from: ['open'], to: 'cancelled' },
  reopen: { from: ['done', 'skipped', 'cancelled'], to: 'open' },
};

/**
 * The state after something was done with a task: `same` when it has already been done (repeating an action changes nothing), null when
 * the task's state does not allow it.
 */
export function actOnTask(state: TaskState, action: TaskAction | 'cancel'): TaskState | 'same' | null {
  const { from, to } = LIFE[action];
  if (state === to) return 'same';
  return from.includes(state) ? to : null;
}
