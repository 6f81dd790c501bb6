import type { Amount } from '@orderweave/domain-ordering';
import { AMOUNT_LIMIT, type LadderRows } from './ladder-rows.js';
import type { RankedTree } from './ranked-tree.js';

/** A share as the exact fraction `numerator / denominator`. */
export interface Cut {
  numerator: bigint;
  denominator: bigint;
}

/** Shares of customers (`rank`) or of money (`revenue`) strictly ahead, rising, below which one is in the first band, the second, … */
export interface ShareCuts {
  basis: 'rank' | 'revenue';
  cuts: readonly Cut[];
}

/**
 * The least amounts of all bands but the last, best band first, none greater than the one before it; `UNREACHABLE` where nobody is in a
 * band or a better one. Equal amounts share a band, so these say it all.
 */
export type BandThresholds = readonly Amount[];

/** More than any amount of a ladder. */
export const UNREACHABLE: Amount = AMOUNT_LIMIT;

/** The thresholds that cuts give for the ladder as it is. */
export function thresholdsOf(tree: RankedTree, table: LadderRows, { basis, cuts }: ShareCuts): Amount[] {
  if (tree.count === 0) return cuts.map(() => UNREACHABLE);
  return cuts.map((cut) => {
    const reach = firstOutside(cut, basis === 'rank' ? BigInt(tree.count) : tree.sum);
    if (reach === 0n) return UNREACHABLE;
    return table.amountOf(basis === 'rank' ? tree.rowAt(Number(reach) - 1) : tree.rowReaching(reach));
  });
}

/** The band of an amount on the ladder, counted from 0 at the best. */
export function bandIndexOf(amount: Amount, thresholds: BandThresholds): number {
  let index = 0;
  while (index < thresholds.length && amount < thresholds[index]!) index++;
  return index;
}

/** The least `ahead` (customers or money) that is not below the cut of `whole`: ahead / whole < cut is ahead < this. */
export function firstOutside({ numerator, denominator }: Cut, whole: bigint): bigint {
  return (numerator * whole + denominator - 1n) / denominator;
}

/** Throws `RangeError` for an amount that no ladder can hold. */
export function refuseTooLarge(amount: Amount): void {
  if (amount >= UNREACHABLE) throw new RangeError(`the amount ${amount} (of 10^-12) is too large for a ladder`);
}
