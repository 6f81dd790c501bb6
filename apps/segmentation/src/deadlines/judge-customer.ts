import type { Day, Month } from '@orderweave/domain-ordering';
import {
  assessRisk,
  assessStage,
  explainRisk,
  lastClosedMonth,
  modelAt,
  nextDeadline,
  type GapModel,
  type Reason,
  type RiskAssessment,
  type Stage,
  type StageInput,
} from '@orderweave/domain-segmentation';
import type { CustomerState } from '../ledger/customer-state.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';

/** What is said of a customer as of the end of a day. */
export interface Judgement {
  readonly day: Day;
  readonly stage: Stage;
  readonly risk: RiskAssessment | null;
  readonly stageReasons: Reason[];
  /** Worked out only when it is asked for: most judgements change nothing. */
  readonly riskReasons: () => Reason[];
}

/** Judges by other models, another last closed month or another policy than those of the day: to find out what a change is due to. */
export interface Counterfactual {
  readonly models?: readonly GapModel[];
  readonly closed?: Month;
  readonly policy?: SegmentationPolicy;
}

/** The stage and risk of a customer as of the end of local day `day`. */
export function judgeCustomer(
  state: CustomerState,
  day: Day,
  moment: TenantMoment,
  instead: Counterfactual = {},
): Judgement {
  const input = stageInput(state, day, moment, instead);
  const { purchaseDays } = input.ledger;
  const { important, models, policy } = input;
  const risk = assessRisk({ purchaseDays, day, model: modelAt(models, day), important, policy: policy!.risk });
  const { stage, because } = assessStage(input);
  return { day, stage, risk, stageReasons: because, riskReasons: () => explainRisk(risk) };
}

/**
 * The next day after `day` on which a customer's judgement changes should nothing be recorded, given all models and closes that
 * the tenant's clock has come to, and all policies that are known: also those after `day`.
 */
export function nextChangeDay(state: CustomerState, day: Day, moment: TenantMoment): Day | null {
  for (let from = day; ;) {
    const next = nextDayWithinPolicy(state, from, moment);
    const start = moment.policies.nextStart(from);
    if (start === null || (next !== null && next < start)) return next;
    // Until the tenant's clock has come to it a policy can be withdrawn: then it is only told if it changes something.
    if (start <= moment.day || differs(judgeCustomer(state, start, moment), judgeCustomer(state, day, moment)))
      return start;
    from = start;
  }
}

function nextDayWithinPolicy(state: CustomerState, day: Day, moment: TenantMoment): Day | null {
  const next = nextDeadline(stageInput(state, day, moment));
  const turned = nextImportanceChange(state, day, moment);
  return next === null || (turned !== null && turned < next) ? turned : next;
}

function differs(a: Judgement, b: Judgement): boolean {
  return a.stage !== b.stage || a.risk?.risk !== b.risk?.risk || a.risk?.effective !== b.risk?.effective;
}

/** Whether a customer had tier A in the month that was the last closed one on a day, or was in the high value band as that day began. */
export function isImportant({ importantMonths, highDays }: CustomerState, closed: Month, day: Day): boolean {
  return importantMonths.includes(closed) || highDays.filter((turned) => turned <= day).length % 2 === 1;
}

function stageInput(state: CustomerState, day: Day, moment: TenantMoment, instead: Counterfactual = {}): StageInput {
  const policy = (instead.policy ?? moment.policies.at(day)).stages;
  const closed = instead.closed ?? lastClosedMonth(day, policy.graceDays);
  return {
    ledger: state.ledger,
    day,
    monthAmounts: state.amounts,
    lastClosedMonth: closed,
    models: instead.models ?? moment.models,
    important: isImportant(state, closed, day),
    ...(state.stage && { previousStage: state.stage }),
    policy,
    riskPolicyOn: (earlier) => moment.policies.at(earlier).stages.risk,
  };
}

/** The first day after `day`, and already past, on which a close or the value band made a customer important, or no longer so. */
function nextImportanceChange(state: CustomerState, day: Day, moment: TenantMoment): Day | null {
  if (state.importantMonths.length + state.highDays.length === 0 || day >= moment.day) return null;
  const { policies } = moment;
  const now = isImportant(state, policies.lastClosedMonth(day), day);
  for (let next = day + 1; next <= moment.day; next++) {
    if (isImportant(state, policies.lastClosedMonth(next), next) !== now) return next;
  }
  return null;
}
