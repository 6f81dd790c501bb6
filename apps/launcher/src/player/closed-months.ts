import { addMonths, monthBounds, monthOf, type Day, type Month } from '@orderweave/domain-ordering';

/** Months from that of `first` on whose last day and grace lie before `today`, that is whose tiers are frozen. */
export function closedMonths(first: Day, today: Day, graceDays: number): Month[] {
  const months: Month[] = [];
  for (let month = monthOf(first); monthBounds(month).last + graceDays < today; month = addMonths(month, 1))
    months.push(month);
  return months;
}
