/** What the churn model knows of a customer. Whole days by rule; published checks on weeks pass fractions. */
export interface PurchaseSummary {
  /** Repeat purchase days: distinct ones without the first. */
  x: number;
  /** Days from the first purchase day to the last one; 0 without a repeat. */
  tx: number;
  /** Days from the first purchase day to now. */
  t: number;
}

/**
 * The summary as of `day` of purchase days in ascending order, equal ones being one; later days are not known yet. Null before the first.
 * Any unit does that counts periods, such as the index of a week.
 */
export function summarizePurchases(purchaseDays: readonly number[], day: number): PurchaseSummary | null {
  const first = purchaseDays[0];
  if (first === undefined || first > day) return null;
  let [x, last] = [0, first];
  for (const next of purchaseDays) {
    if (next > day) break;
    if (next > last) x++;
    last = next;
  }
  return { x, tx: last - first, t: day - first };
}
