import { Problem } from '@orderweave/service';

/** 404 for a task that there is not, or that the caller may not see. */
export function unknownTask(id: string): Problem {
  return new Problem({ status: 404, code: 'unknown-task', title: 'No such task', detail: `There is no task ${id}.` });
}

/** 404 for a customer whom nothing was told of, or who is not the caller's. */
export function unknownCustomer(id: string): Problem {
  const detail = `There is no customer ${id} among those that you may see.`;
  return new Problem({ status: 404, code: 'unknown-customer', title: 'No such customer', detail });
}

/** 409 for what a task's state does not allow. */
export function taskState(state: string): Problem {
  const detail = `The task is ${state}, so this cannot be done with it.`;
  return new Problem({ status: 409, code: 'task-state', title: 'Not possible in this state', detail });
}

/** 400 for a field that cannot be as it is. */
export function taskFault(field: string, value: string, remedy: string): Problem {
  const faults = [{ field, value, rule: 'range', remedy }];
  return new Problem({ status: 400, code: 'invalid-request', title: 'The task cannot be so', faults });
}
