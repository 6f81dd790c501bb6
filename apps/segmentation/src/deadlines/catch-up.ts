import { formatDay, type Day } from '@orderweave/domain-ordering';
import type { CustomerState } from '../ledger/customer-state.js';
import { newestModel, type TenantMoment } from '../models/tenant-moment.js';
import type { Change, ChangeCause } from '../transitions/change.js';
import { judgeCustomer, nextChangeDay, type Counterfactual } from './judge-customer.js';
import { midnight, publishJudgement, scheduleNext, type Occasion } from './publish-judgement.js';

/** Whether days have passed that may have changed a customer, or a model or policy that it was not judged by. */
export function isBehind(state: CustomerState, moment: TenantMoment): boolean {
  if (state.evaluatedOn === null) return false;
  const due = state.wake !== null && state.wake <= moment.day;
  const since = moment.policies.startOf(moment.day);
  return due || (since !== null && state.evaluatedOn < since) || state.modelVersion !== newestModel(moment).version;
}

/**
 * Brings a customer to the tenant's day through every change on the way, each as of its own day: a clock that jumps forty
 * days gives what forty single days give. Updates the state, and returns what changed.
 */
export function catchUp(state: CustomerState, moment: TenantMoment): Change[] {
  if (state.evaluatedOn === null) return [];
  const changes: Change[] = [];
  // First as of the day last judged: a close or a first model may have come to it since.
  for (let day: Day | null = state.evaluatedOn; day !== null && day <= Math.max(moment.day, state.evaluatedOn);) {
    changes.push(...publishJudgement(state, judgeCustomer(state, day, moment), moment, passing(state, day, moment)));
    day = nextChangeDay(state, day, moment);
  }
  state.evaluatedOn = Math.max(state.evaluatedOn, moment.day);
  scheduleNext(state, moment);
  return changes;
}

/** What a change on a day without an order is due to: a new model alone, a new policy alone, a month's close alone, or the silence. */
function passing(state: CustomerState, day: Day, moment: TenantMoment): Occasion {
  // The published values change while the judgement is taken over; causes are asked for before.
  const before = { ...state };
  const stays = (kind: 'stage' | 'risk', from: string | null, instead: Counterfactual): boolean => {
    const judged = judgeCustomer(before, day, moment, instead);
    return (kind === 'stage' ? judged.stage : (judged.risk?.risk ?? null)) === from;
  };
  const cause = (kind: 'stage' | 'risk', from: string | null): ChangeCause => {
    const earlier = moment.models.filter((model) => model.from < day);
    const starts = moment.models.find((model) => model.from === day);
    if (starts && earlier.length > 0 && stays(kind, from, { models: earlier })) {
      return { type: 'model', ref: `gap-${starts.version}` };
    }
    if (state.modelVersion === 0 && newestModel(moment).version > 0 && day === before.evaluatedOn) {
      return { type: 'model', ref: `gap-${newestModel(moment).version}` };
    }
    const { policies } = moment;
    const [policy, policyBefore] = [policies.at(day), policies.at(day - 1)];
    if (policies.startOf(day) === day && stays(kind, from, { policy: policyBefore })) {
      return { type: 'policy', ref: policy.version };
    }
    const [closed, closedBefore] = [policies.lastClosedMonth(day), policies.lastClosedMonth(day - 1)];
    if (closed !== closedBefore && stays(kind, from, { closed: closedBefore }))
      return { type: 'month-close', ref: closed };
    return { type: 'deadline', ref: formatDay(day) };
  };
  return { effectiveAt: midnight(day, moment), cause };
}
