import type { Day } from '@orderweave/domain-ordering';
import { median, gapsOf, shrunkGap } from '../../rhythm/gaps.js';
import { summarizePurchases, type PurchaseSummary } from '../model/purchase-summary.js';

/** A customer as of the day before a window, and what came in it. */
export interface WindowCustomer {
  summary: PurchaseSummary;
  /** Silence in typical gaps (u), by the tenant's median as of that day. */
  overdue: number;
  /** Purchase days in the window. */
  came: number;
}

/** The days `from` to `to`, both included, that are held out, with everybody who had bought before them. */
export interface HoldoutWindow {
  from: Day;
  to: Day;
  customers: WindowCustomer[];
}

/** Days between purchases while no gap is known yet. */
const USUAL_GAP = 30;

/** The window of the `days` that end with `to`. `histories` are the customers' purchase days, distinct and ascending. */
export function holdoutWindow(histories: readonly (readonly Day[])[], to: Day, days: number): HoldoutWindow {
  const asOf = to - days;
  const known = histories.filter((purchases) => purchases[0] !== undefined && purchases[0] <= asOf);
  const before = known.map((purchases) => purchases.filter((day) => day <= asOf));
  const medians = before.map((purchases) => median(gapsOf(purchases)));
  const tenantMedian = median(medians.filter((gap) => !Number.isNaN(gap)));
  const customers = known.map((purchases, i): WindowCustomer => {
    const summary = summarizePurchases(purchases, asOf)!;
    const gap = shrunkGap(summary.x, medians[i]!, Number.isNaN(tenantMedian) ? USUAL_GAP : tenantMedian);
    return {
      summary,
      overdue: (summary.t - summary.tx) / gap,
      came: purchases.reduce((count, day) => count + Number(day > asOf && day <= to), 0),
    };
  });
  return { from: asOf + 1, to, customers };
}
