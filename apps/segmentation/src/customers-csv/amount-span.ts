import { formatAmount, type Amount } from '@orderweave/domain-ordering';
import type { Tier } from '@orderweave/domain-segmentation';

/** Decimal text; null without a limit. */
export interface AmountSpan {
  readonly from: string | null;
  readonly below: string | null;
}

/** A tier by the least amount of each tier that has customers: tiers fall with the amount, and D is who has none above 0. */
export function tierOf(amount: Amount, least: ReadonlyMap<Tier, Amount>): Tier {
  if (amount <= 0n) return 'D';
  for (const tier of ['A', 'B'] as const) {
    const from = least.get(tier);
    if (from !== undefined && amount >= from) return tier;
  }
  return 'C';
}

/** The amounts of a tier's customers, to look for them with; null where an amount does not tell them from others. */
export function amountSpanOf(tier: Tier, least: ReadonlyMap<Tier, Amount>): AmountSpan | null {
  const from = least.get(tier);
  if (tier === 'D' || from === undefined) return null;
  const better = tier === 'A' ? [] : tier === 'B' ? (['A'] as const) : (['B', 'A'] as const);
  const next = better.map((one) => least.get(one)).find((amount) => amount !== undefined);
  return { from: formatAmount(from), below: next === undefined ? null : formatAmount(next) };
}
