/** One input of a judgement: plain data that a renderer turns into a sentence. */
export interface Reason {
  /** One of `REASON`. */
  name: string;
  /** Days, counts and ratios as numbers; amounts as decimal text; days as `YYYY-MM-DD`; states by name. */
  value: string | number;
  /** What the value was compared with. */
  threshold?: string | number;
  /** The value before. */
  previous?: string | number;
  /** `days`, `gaps`, `purchase-days`, `currency`, `times`, `share` (from 0 to 1); absent for days of the calendar and names. */
  unit?: string;
}

/** The names of reasons. */
export const REASON = {
  stage: 'stage',
  risk: 'risk',
  silence: 'silence',
  typicalGap: 'typical-gap',
  overdue: 'overdue',
  orderChance: 'order-chance',
  bestOrderChance: 'best-order-chance',
  chanceLost: 'chance-lost',
  lastPurchase: 'last-purchase',
  firstPurchase: 'first-purchase',
  daysSinceFirstPurchase: 'days-since-first-purchase',
  purchaseDays: 'purchase-days',
  important: 'important-customer',
  restoredByOrderUntil: 'restored-by-order-until',
  reacquiredOn: 'reacquired-on',
  silenceBeforeReturn: 'silence-before-return',
  growthMonth: 'growth-month',
  lastThreeMonths: 'last-three-months',
  growthRatio: 'growth-ratio',
  recentPurchaseDays: 'recent-purchase-days',
  lastIntent: 'last-intent',
  holdsUntil: 'holds-until',
  growthJudgedOn: 'growth-judged-on',
  youngUntil: 'young-until',
  tenantAge: 'tenant-age',
} as const;
