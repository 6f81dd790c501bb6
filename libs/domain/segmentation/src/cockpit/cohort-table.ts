import { addMonths, type Month } from '@orderweave/domain-ordering';

/** Customers whose first purchase day lies in `cohort`, and who have a purchase day in `month`. */
export interface CohortCount {
  cohort: Month;
  month: Month;
  customers: number;
}

/** One cohort, month by month: the first entry is the cohort's own month, hence everybody. */
export interface Cohort {
  cohort: Month;
  size: number;
  active: number[];
  /** `active / size`. */
  retention: number[];
}

/** Cohorts from `from` to `to`, those without a customer too, each up to month `to`; counts outside are left out. */
export function cohortTable(counts: readonly CohortCount[], { from, to }: { from: Month; to: Month }): Cohort[] {
  const known = new Map(counts.map(({ cohort, month, customers }) => [`${cohort}/${month}`, customers]));
  const cohorts: Cohort[] = [];
  for (let cohort = from; cohort <= to; cohort = addMonths(cohort, 1)) {
    const active: number[] = [];
    for (let month = cohort; month <= to; month = addMonths(month, 1)) {
      active.push(known.get(`${cohort}/${month}`) ?? 0);
    }
    const size = active[0]!;
    cohorts.push({ cohort, size, active, retention: active.map((customers) => (size === 0 ? 0 : customers / size)) });
  }
  return cohorts;
}
