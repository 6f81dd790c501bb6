import { explainStage } from './explain-stage.js';
import type { Reason } from './reason.js';
import type { StageInput } from './stage-input.js';
import type { Stage } from './stage-policy.js';
import { closedIndex, StandingOverTime } from './standing.js';

/** A customer's stage and the inputs that decided it. */
export interface StageAssessment {
  stage: Stage;
  because: Reason[];
}

/**
 * The lifecycle stage as of the end of `input.day`: the first rule that holds of churned, reacquired, new, losing, growing, mature;
 * without a purchase day intent or potential. A function of what is recorded alone, never of the stages published before:
 * `reacquired` judges the churn that an order ended by the model version of that day (`findReturn`), and `growing` derives
 * what held before from the closed months (`growsByMonths`). Throws `RangeError` without a model version.
 */
export function assessStage(input: StageInput): StageAssessment {
  const overTime = new StandingOverTime(input);
  const { stage } = overTime.on(input.day, closedIndex(input.lastClosedMonth));
  return { stage, because: explainStage(stage, overTime) };
}
