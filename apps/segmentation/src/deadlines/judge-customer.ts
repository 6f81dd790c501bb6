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

/** What is said of a customer as of the end of a day. */
export interface Judgement {
  readonly day: Day;
  readonly stage: Stage;
  readonly risk: RiskAssessment | null;
  readonly stageReasons: Reason[];
  /** Worked out only when it is asked for: most judgements change nothing. */
  readonly riskReasons: () => Reason[];
}

/** Judges by other models or another last closed month than those of the day: to find out what a change is due to. */
export interface Counterfactual {
  readonly models?: readonly GapModel[];
  readonly closed?: Month;
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
  return { day, stage, risk, stageReasons: because, riskReasons: () => (risk ? explainRisk(risk) : []) };
}

/**
 * The next day after `day` on which a customer's judgement changes should nothing be recorded, given all models and closes that
 * the tenant's clock has come to: also those after `day`.
 */
export function nextChangeDay(state: CustomerState, day: Day, moment: TenantMoment): Day | null {
  const next = nextDeadline(stageInput(state, day, moment));
  const turned = nextImportanceChange(state, day, moment);
  return next === null || (turned !== null && turned < next) ? turned : next;
}

/** Whether a customer had tier A in the month that was the last closed one. */
export function isImportant(state: CustomerState, closed: Month): boolean {
  return state.importantMonths.includes(closed);
}

function stageInput(state: CustomerState, day: Day, moment: TenantMoment, instead: Counterfactual = {}): StageInput {
  const policy = moment.policy.stages;
  const closed = instead.closed ?? lastClosedMonth(day, policy.graceDays);
  return {
    ledger: state.ledger,
    day,
    monthAmounts: state.amounts,
    lastClosedMonth: closed,
    models: instead.models ?? moment.models,
    important: isImportant(state, closed),
    ...(state.stage && { previousStage: state.stage }),
    policy,
  };
}

/** The first close after `day`, and already past, at which tier A was won or lost. */
function nextImportanceChange(state: CustomerState, day: Day, moment: TenantMoment): Day | null {
  if (state.importantMonths.length === 0 || day >= moment.day) return null;
  const { graceDays } = moment.policy.stages;
  const now = isImportant(state, lastClosedMonth(day, graceDays));
  for (let next = day + 1; next <= moment.day; next++) {
    if (isImportant(state, lastClosedMonth(next, graceDays)) !== now) return next;
  }
  return null;
}
