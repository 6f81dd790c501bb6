import type { Amount } from '@orderweave/domain-ordering';
import type { BandThresholds, ShareCuts } from './band-thresholds.js';

/** How a ladder is cut into bands. */
export interface LadderBands<Band> extends ShareCuts {
  /** From the best one down: one more than there are cuts. */
  readonly names: readonly Band[];
  /** Moves the thresholds that the shares give, as minimum amounts do. */
  readonly adjust?: (thresholds: BandThresholds) => BandThresholds;
}

/** A customer whose band changed; null is no place on the ladder, with an amount of 0. */
export interface BandChange<Band> {
  customerId: string;
  from: Band | null;
  to: Band | null;
  amountBefore: Amount;
  amountAfter: Amount;
}

/** One customer's place. */
export interface LadderEntry<Band> {
  customerId: string;
  amount: Amount;
  band: Band;
  /** Customers with strictly more. */
  customersAhead: number;
}

/** A band's customers, their money, and the least amount among them (null when it is empty). */
export interface BandBoundary<Band> {
  band: Band;
  customers: number;
  amount: Amount;
  lowestAmount: Amount | null;
}

/** A customer next to a boundary, and by how much. */
export interface Neighbour {
  customerId: string;
  amount: Amount;
  /** Just below: the least further amount that reaches the band, null if none does. Just above: how much less would still hold it. */
  distance: Amount | null;
}

/** Compares changes: the largest amount first, equal ones by id. */
export function byAmountAndId(a: BandChange<unknown>, b: BandChange<unknown>): number {
  if (a.amountAfter !== b.amountAfter) return a.amountAfter > b.amountAfter ? -1 : 1;
  return a.customerId < b.customerId ? -1 : 1;
}
