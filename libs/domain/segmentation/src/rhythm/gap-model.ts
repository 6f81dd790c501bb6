import type { Day } from '@orderweave/domain-ordering';
import type { ChurnModel } from '../churn/model/churn-model.js';
import type { GammaGamma } from '../churn/value/gamma-gamma.js';

/** One weekly version of what a tenant's customers do on the whole; in force from the start of local day `from`. */
export interface GapModel {
  version: number;
  from: Day;
  /** Median over customers of each one's median gap between purchase days, in days; above 0. */
  tenantMedianGap: number;
  /** The tenant's first day with a counted document. */
  tenantFirstDay: Day;
  /** The model of purchases, where there is a usable one: risk is then judged by it. */
  churn?: ChurnModel;
  /** The model of spend, where there is one to be used: with `churn` it tells the value to come. */
  spend?: GammaGamma;
}

/** The version in force on a day; the first one for days before it. `models` ascend by `from`; throws `RangeError` if there are none. */
export function modelAt(models: readonly GapModel[], day: Day): GapModel {
  return models[modelIndexAt(models, day)]!;
}

/** Where the version in force on a day is among `models`; from the end, since it is most often the last. */
export function modelIndexAt(models: readonly GapModel[], day: Day): number {
  if (models.length === 0) throw new RangeError('there is no gap model yet: start with initialGapModel');
  let index = models.length - 1;
  while (index > 0 && models[index]!.from > day) index--;
  return index;
}

/** The version to start with, before any gap has been seen: a month between orders. */
export function initialGapModel(tenantFirstDay: Day): GapModel {
  return { version: 0, from: tenantFirstDay, tenantMedianGap: 30, tenantFirstDay };
}
