import type { Amount, Day, Month } from '@orderweave/domain-ordering';
import type { CustomerLedger } from '../ledger/customer-ledger.js';
import type { GapModel } from '../rhythm/gap-model.js';
import type { RiskPolicy } from '../risk/risk-policy.js';
import type { Stage, StagePolicy } from './stage-policy.js';

/** What is needed to judge a customer's stage as of the end of local day `day`. */
export interface StageInput {
  /** Days after `day` are ignored. */
  ledger: CustomerLedger;
  day: Day;
  /** Net amounts by month, as restated; months without one may be left out. */
  monthAmounts: ReadonlyMap<Month, Amount>;
  /** The tenant's last closed month, null before the first; see `lastClosedMonth`. */
  lastClosedMonth: Month | null;
  /** Versions ascending by `from`; at least one. */
  models: readonly GapModel[];
  /** Tier A of the last closed month (or a high value band): `watch` counts as at-risk. */
  important: boolean;
  /** Only told as the reason's `previous`; the stage itself never depends on what was published before. */
  previousStage?: Stage;
  policy?: StagePolicy;
  /** The thresholds in force on an earlier day, where they may be others than those of `policy`. */
  riskPolicyOn?: (day: Day) => RiskPolicy;
}
