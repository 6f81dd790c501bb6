import type { Reason, Transition } from '@orderweave/contracts';

/** A cause that has a sentence. */
export type CauseType = 'order' | 'policy' | 'model' | 'identity';

/** What a title speaks of; everything is already worded for people. */
export interface Happening {
  readonly kind: Transition['kind'];
  readonly label: string | undefined;
  readonly basis: Transition['basis'];
  readonly customer: string;
  readonly month: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Whether a value band rose or fell. */
  readonly direction: 'up' | 'down' | undefined;
  /** The name of the segment. */
  readonly segment: string | undefined;
  /** What a signal is about. */
  readonly subject: string | undefined;
}

/** A reason with its measures worded in its unit. */
export interface WordedReason {
  readonly reason: Reason;
  readonly value: string;
  readonly threshold?: string;
  readonly previous?: string;
}

/** A kind of feedback that has a score. */
export type TellableScore = 'nps' | 'csat' | 'review';

/** A score that a customer gave; `limit`: the greatest that counts as low. */
export interface WordedScore {
  readonly kind: TellableScore;
  readonly value: string;
  readonly most: string;
  readonly limit: string | undefined;
  readonly previous: string | undefined;
  readonly day: string | undefined;
}

/** The sentences of one language. Each takes only worded values. */
export interface Phrases {
  title(happening: Happening): string;
  /** The name of a state: a stage, a risk, a tier. What is none stays as it is. */
  state(name: string): string;
  /** Whether it is the name of a state. */
  knows(name: string): boolean;
  /** What stands between values that are told together. */
  readonly list: string;
  /** The name of a reason that has no sentence of its own. */
  reasonName(name: string): string;
  silence(days: string): string;
  silenceInGaps(days: string, times: string, gap: string): string;
  silenceThreshold(days: string, times: string | undefined): string;
  lastPurchase(day: string): string;
  important(effective: string): string;
  /** Of today's order: there is no silence to speak of. */
  orderedToday(gap: string | undefined): string;
  firstPurchase(day: string, ago: string | undefined, limit: string | undefined): string;
  purchaseDays(count: string, limit: string | undefined): string;
  /** Of a customer without a purchase day that still counts. */
  readonly noPurchaseDay: string;
  returned(day: string, silence: string | undefined, limit: string | undefined): string;
  growth(last: string, before: string | undefined, times: string | undefined, limit: string | undefined): string;
  countedThrough(month: string, closedOn: string | undefined): string;
  orderChance(chance: string, limit: string | undefined): string;
  bestChance(best: string): string;
  chanceLost(share: string, limit: string | undefined): string;
  /** `previous` is that of the month before for a closed month, else that before the change. */
  amount(month: string, amount: string, previous: string | undefined, closed: boolean): string;
  rank(ahead: string, of: string): string;
  unranked(of: string): string;
  share(share: string, cut: string | undefined): string;
  tiers(month: string, tier: string, previous: string | undefined): string;
  publishedTier(tier: string): string;
  /** Of the month so far, and what the months before had by this day on average. */
  soFar(month: string, amount: string, usual: string | undefined, months: string | undefined): string;
  paceLimit(limit: string, missing: string | undefined): string;
  lastMonthTier(tier: string): string;
  /** `days` are those that end with the day of the change. */
  trailing(days: string, amount: string, previous: string | undefined): string;
  valueRank(ahead: string, of: string): string;
  /** Of a customer whose net amount is not positive. */
  unvalued(of: string): string;
  recency(score: string, previous: string | undefined): string;
  frequency(score: string, previous: string | undefined): string;
  monetary(score: string, previous: string | undefined): string;
  scores(scores: readonly string[], customers: string): string;
  /** Of a customer without a purchase in the days that count. */
  unscored(customers: string): string;
  windowPurchaseDays(days: string, count: string): string;
  /** Of signals: what a customer does now beside what it used to do. */
  recentGap(now: string, before: string | undefined): string;
  recentValue(now: string, before: string | undefined): string;
  lastWithIt(day: string, days: string | undefined): string;
  usuallyWithIt(days: string, gap: string): string;
  withoutIt(days: string): string;
  returnsOf(returned: string, orders: string): string;
  returnsBefore(returned: string, orders: string): string;
  afterComplaint(day: string, days: string): string;
  accident(chance: string): string;
  complained(day: string | undefined): string;
  scored(score: WordedScore): string;
  /** What feedback is about; at least one of the two. */
  about(order: string | undefined, product: string | undefined): string;
  generic(name: string, worded: WordedReason): string;
  /** What a customer has of what a segment asks for. */
  condition(name: string, worded: WordedReason): string;
  orders(list: readonly { day: string; amount: string; order: string }[]): string;
  restoreTier(tier: string, amount: string, month: string, open: boolean): string;
  restorePace(amount: string, month: string): string;
  restoreBand(band: string, amount: string, days: string | undefined): string;
  restoreByOrder(day: string): string;
  /** Of a customer who is lost. */
  winBack: string;
  /** Of a customer who is healthy: the last day on which no order does no harm. */
  healthyUntil(day: string): string;
  /** Of a stage that ends by itself. */
  stageUntil(stage: string, day: string): string;
  /** Of who grows or may grow: the day of the close at which growth is judged next. */
  growthJudged(day: string): string;
  /** Of a young customer: so many purchase days by the end of a day make it growing. */
  growsBy(count: string, day: string): string;
  /** Of who has not bought: what an order does. */
  firstOrder: string;
  /** What an order does to the score of the last purchase. */
  restoreRecency: string;
  /** Of a place among all that changed though the customer's own amount did not. */
  readonly othersMoved: string;
  /** Of a net amount that fell though nothing was ordered or returned. */
  readonly amountsExpired: string;
  /** What ends a signal; undefined for one that is not known. */
  signalEnds(signal: string): string | undefined;
  /** What brought about what the figures alone do not show. */
  cause(type: CauseType, ref: string | undefined): string;
  unit(value: string, unit: string): string;
  /** Joins clauses to one sentence. */
  sentence(clauses: readonly string[]): string;
  step(afterDays: number, kind: string, text: string): string;
  every(days: number): string;
}
