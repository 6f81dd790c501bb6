/** A customer's place in a month, by the plainest computation there is. */
export interface MonthRank {
  amount: bigint;
  ahead: number | null;
  tier: 'A' | 'B' | 'C' | 'D';
}

/**
 * Tiers of one month by preset rank-20-60-20, from scratch: for each customer count who is strictly above.
 * `amounts` are in any integer unit; `known` are the customers known before the month's end.
 */
export function rankMonth(amounts: ReadonlyMap<string, bigint>, known: ReadonlySet<string>): Map<string, MonthRank> {
  const positive = [...amounts]
    .filter(([, amount]) => amount > 0n)
    .sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0));
  const n = positive.length;
  const ranks = new Map<string, MonthRank>();
  let ahead = 0;
  positive.forEach(([customer, amount], index) => {
    if (index > 0 && positive[index - 1]?.[1] !== amount) ahead = index;
    // ahead / n < 0.20 and < 0.80, in whole numbers.
    const tier = ahead * 10 < n * 2 ? 'A' : ahead * 10 < n * 8 ? 'B' : 'C';
    ranks.set(customer, { amount, ahead, tier });
  });
  for (const customer of known) {
    if (!ranks.has(customer)) ranks.set(customer, { amount: amounts.get(customer) ?? 0n, ahead: null, tier: 'D' });
  }
  return ranks;
}
