import {
  formatAmount,
  monthOf,
  parseAmount,
  ratioOf,
  showAmount,
  type Amount,
  type Day,
  type Month,
} from '@orderweave/domain-ordering';
import type { CockpitMonth, PurchaseFigures, RevenueAtRiskResponse, TierContribution } from './cockpit-response.js';
import type { BoughtRow, TierMonthRow } from './cockpit.store.js';
import type { RevenueAtRisk, RiskSum } from './revenue-at-risk.js';

const NOTHING: BoughtRow = { month: null, customers: 0, new: 0, repeated: 0, orders: 0, amount: '0' };

/** Customers and money by tier, with shares; `others` have no document, hence no amount. */
export function contributionOf(rows: readonly TierMonthRow[], others: number): TierContribution[] {
  const total = sumOf(rows);
  return (['A', 'B', 'C', 'D'] as const).map((tier) => {
    const own = rows.filter((row) => row.tier === tier);
    const amount = sumOf(own);
    return {
      tier,
      customers: own.reduce((sum, { customers }) => sum + customers, tier === 'D' ? others : 0),
      netAmount: formatAmount(amount),
      share: total > 0n ? rounded(ratioOf(amount, total)) : null,
    };
  });
}

/** What was bought, and who was lost, in a period. */
export function purchaseFigures(bought: BoughtRow | undefined, lost: number): PurchaseFigures {
  const { customers, new: fresh, repeated, orders, amount } = bought ?? NOTHING;
  const total = parseAmount(amount);
  return {
    buyers: customers,
    newCustomers: fresh,
    lostCustomers: lost,
    orders,
    orderAmount: formatAmount(total),
    averageOrderValue: orders === 0 ? null : showAmount(total / BigInt(orders)),
    repurchaseRate: customers === 0 ? null : rounded(repeated / customers),
  };
}

/** One month; `known`: customers known at its end. */
export function cockpitMonth(
  month: Month,
  { tiers, bought, lost, known }: { tiers: TierMonthRow[]; bought: BoughtRow | undefined; lost: number; known: number },
): CockpitMonth {
  const present = tiers.reduce((sum, { customers }) => sum + customers, 0);
  return {
    month,
    ...purchaseFigures(bought, lost),
    netAmount: formatAmount(sumOf(tiers)),
    tiers: contributionOf(tiers, Math.max(0, known - present)),
  };
}

/** How many became lost in each month. */
export function lostByMonth(days: readonly Day[]): Map<Month, number> {
  const counts = new Map<Month, number>();
  for (const day of days) counts.set(monthOf(day), (counts.get(monthOf(day)) ?? 0) + 1);
  return counts;
}

/** What is at risk: the value to come where it is known, else the net amount of a year. */
export function tellRevenueAtRisk({ atRisk, lost, valued }: RevenueAtRisk): RevenueAtRiskResponse {
  const tell = ({ customers, netAmount, value }: RiskSum) => ({
    customers,
    netAmount365: formatAmount(netAmount),
    valueToCome: valued ? value.toFixed(2) : null,
  });
  return {
    basis: valued ? 'value-to-come' : 'net-365d',
    amount: valued ? (atRisk.value + lost.value).toFixed(2) : formatAmount(atRisk.netAmount + lost.netAmount),
    atRisk: tell(atRisk),
    lost: tell(lost),
  };
}

function sumOf(rows: readonly { amount: string }[]): Amount {
  return rows.reduce((sum, { amount }) => sum + parseAmount(amount), 0n);
}

function rounded(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}
