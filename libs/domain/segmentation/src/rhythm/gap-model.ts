import type { Day } from '@orderweave/domain-ordering';

/** One weekly version of what a tenant's customers do on the whole; in force from the start of local day `from`. */
export interface GapModel {
  version: number;
  from: Day;
  /** Median over customers of each one's median gap between purchase days, in days; above 0. */
  tenantMedianGap: number;
  /** The tenant's first day with a counted document. */
  tenantFirstDay: Day;
}

/** The version in force on a day; the first one for days before it. `models` ascend by `from`; throws `RangeError` if there are none. */
export function modelAt(models: readonly GapModel[], day: Day): GapModel {
  let index = models.length - 1;
  while (index > 0 && models[index]!.from > day) index--;
  const model = models[index];
  if (!model) throw new RangeError('there is no gap model yet: start with initialGapModel');
  return model;
}

/** The version to start with, before any gap has been seen: a month between orders. */
export function initialGapModel(tenantFirstDay: Day): GapModel {
  return { version: 0, from: tenantFirstDay, tenantMedianGap: 30, tenantFirstDay };
}
