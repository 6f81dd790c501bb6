import type { DemandMethod } from '@orderweave/contracts';

/** A period to come: what to expect, and the standard deviation of what comes from it. */
export interface PeriodOutlook {
  mean: number;
  sd: number;
}

/** A method with what it learned of one series. */
export interface FittedDemand {
  method: DemandMethod;
  /** What was fitted, such as `ETS(A,Ad,A)`. */
  form: string;
  /** Periods of a season; 1 without any. */
  season: number;
  parameters: Readonly<Record<string, number>>;
  /** The next `horizon` periods. */
  foretell(horizon: number): PeriodOutlook[];
}
