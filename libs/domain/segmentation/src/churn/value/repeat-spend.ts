import type { Amount } from '@orderweave/domain-ordering';

/** What Gamma-Gamma knows of a customer. Amounts are estimates from here on, hence numbers. */
export interface RepeatSpend {
  /** Repeat purchase days. */
  x: number;
  /** Mean net amount of those days, in the tenant's currency; 0 without any. */
  mean: number;
}

const UNIT = 1e12;

/** The repeat spend of purchase days in ascending order, each once, with the net amount of its orders; the first day is none. */
export function repeatSpend(days: readonly { amount: Amount }[]): RepeatSpend {
  const repeats = days.slice(1);
  if (repeats.length === 0) return { x: 0, mean: 0 };
  const total = repeats.reduce((sum, { amount }) => sum + amount, 0n);
  return { x: repeats.length, mean: Number(total) / UNIT / repeats.length };
}
