import type { Frequency, Risk, Stage, Tier, ValueBand } from '@orderweave/domain-segmentation';
import type { CustomerMeasures } from './customer-measures.js';

/** Which customers are asked for: those that have all that is given. */
export interface CustomerFilter {
  readonly tier?: Tier | undefined;
  readonly finalTier?: Tier | undefined;
  readonly valueBand?: ValueBand | undefined;
  readonly frequency?: Frequency | undefined;
  readonly rfmGroup?: string | undefined;
  readonly stage?: Stage | undefined;
  readonly risk?: Risk | undefined;
  /** Id of a segment that they are in. */
  readonly segment?: string | undefined;
  readonly owner?: string | undefined;
  /** Decimal text: least net amount of the trailing 365 days. */
  readonly minNet365?: string | undefined;
}

/** Whether a customer has what a filter asks for of its measures; segment, owner and net amount are left to the database. */
export function passes(customer: CustomerMeasures, filter: CustomerFilter): boolean {
  const { tier, finalTier, valueBand, frequency, rfmGroup, stage, risk } = filter;
  return (
    (tier === undefined || customer.tierLive === tier) &&
    (finalTier === undefined || customer.tierFinal === finalTier) &&
    (valueBand === undefined || customer.valueBand === valueBand) &&
    (frequency === undefined || customer.frequency === frequency) &&
    (rfmGroup === undefined || customer.rfm?.group === rfmGroup) &&
    (stage === undefined || customer.stage === stage) &&
    (risk === undefined || customer.purchases?.risk === risk)
  );
}
