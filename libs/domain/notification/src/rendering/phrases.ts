import type { Reason, Transition } from '@orderweave/contracts';

/** What a title speaks of; everything is already worded for people. */
export interface Happening {
  readonly kind: Transition['kind'];
  readonly label: string | undefined;
  readonly basis: Transition['basis'];
  readonly customer: string;
  readonly month: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** A reason with its measures worded in its unit. */
export interface WordedReason {
  readonly reason: Reason;
  readonly value: string;
  readonly threshold?: string;
  readonly previous?: string;
}

/** The sentences of one language. Each takes only worded values. */
export interface Phrases {
  title(happening: Happening): string;
  /** The name of a state: a stage, a risk, a tier. */
  state(name: string): string;
  /** The name of a reason that has no sentence of its own. */
  reasonName(name: string): string;
  silence(days: string): string;
  silenceInGaps(days: string, times: string, gap: string): string;
  silenceThreshold(days: string, times: string | undefined): string;
  lastPurchase(day: string): string;
  important(effective: string): string;
  firstPurchase(day: string): string;
  purchaseDays(count: string): string;
  returned(day: string, silence: string | undefined): string;
  growth(last: string, before: string, times: string | undefined): string;
  /** `previous` is that of the month before for a closed month, else that before the change. */
  amount(month: string, amount: string, previous: string | undefined, closed: boolean): string;
  rank(ahead: string, of: string): string;
  share(share: string, cut: string | undefined): string;
  tiers(month: string, tier: string, previous: string | undefined): string;
  generic(name: string, worded: WordedReason): string;
  orders(list: readonly { day: string; amount: string; order: string }[]): string;
  restoreTier(tier: string, amount: string, month: string, open: boolean): string;
  restoreByOrder(day: string): string;
  unit(value: string, unit: string): string;
  /** Joins clauses to one sentence. */
  sentence(clauses: readonly string[]): string;
  step(afterDays: number, kind: string, text: string): string;
  every(days: number): string;
}
