import type { Amount, Day } from '@orderweave/domain-ordering';
import type { FrequencyPolicy } from '../frequency/frequency.js';
import type { Tier } from '../ladder/tier.js';
import type { Risk } from '../risk/risk-policy.js';
import type { Stage } from '../stage/stage-policy.js';

/** A counted document of a customer, as segments and signals see it. */
export interface FactOrder {
  placedOn: Day;
  /** Net amount in the tenant's currency; negative for a credit note. */
  amount: Amount;
  /** Whether its day is a purchase day: false for free-standing credit notes and orders refunded to zero. */
  purchase: boolean;
  channel: string;
  /** Product codes and categories on its lines. */
  products: readonly string[];
  categories: readonly string[];
}

export const FEEDBACK_KINDS = ['complaint', 'csat', 'nps', 'review'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

/** What a customer said, and when. */
export interface FactFeedback {
  on: Day;
  kind: FeedbackKind;
  /** On the scale of its kind: CSAT 1–5, NPS 0–10. */
  score?: number;
}

/** A measure that changes by time alone, such as P(alive). */
export interface MeasureCurve {
  /** The measure as of the end of a day, should nothing be recorded; null where it cannot be said. */
  at(day: Day): number | null;
  /**
   * Ascending days after `from`; between neighbours (and from `from` to the first), both included, the curve only rises or only falls, and
   * is null on all days or none.
   */
  turnsAfter(from: Day): readonly Day[];
  /** From this day on it stays what it was on it. */
  until: Day;
}

/**
 * What a segment may ask of a customer. What is left out is not known, and an unknown value satisfies no comparison.
 * Tier, band, RFM, stage, risk, signals and cluster are what others found: that they change is news of its own, after which a segment is
 * evaluated again. What follows from the days of orders and feedback, and from curves, is worked out for the day that is asked for.
 */
export interface CustomerFacts {
  tierLive?: Tier;
  tierFinal?: Tier;
  valueBand?: 'high' | 'mid' | 'low';
  rfm?: { r: number; f: number; m: number; group: string };
  stage?: Stage;
  risk?: Risk;
  country?: string;
  region?: string;
  city?: string;
  industry?: string;
  companySize?: string;
  company?: string;
  owner?: string;
  cluster?: string;
  /** Signals that hold, by name. */
  signals?: readonly string[];
  /** The typical gap between purchase days, in days. */
  typicalGap?: number;
  /** How the tenant tells frequent customers from others; the default when left out. */
  frequencyPolicy?: FrequencyPolicy;
  /** Ascending by day; documents after the day that is asked for are ignored. */
  orders: readonly FactOrder[];
  /** Ascending by day; what was said after the day that is asked for is ignored. */
  feedback: readonly FactFeedback[];
  /** Measures of the model of purchases. */
  curves?: Partial<Record<CurveName, MeasureCurve>>;
}

export const CURVE_NAMES = ['p-alive', 'q-30', 'chance-lost', 'clv-12m'] as const;
export type CurveName = (typeof CURVE_NAMES)[number];

/** Whether a name is that of a measure which changes by time. */
export function isCurveName(name: string): name is CurveName {
  return (CURVE_NAMES as readonly string[]).includes(name);
}

/** The elements up to a day of a list that ascends by day. */
export function knownBy<T>(elements: readonly T[], dayOf: (element: T) => Day, day: Day): readonly T[] {
  let count = elements.length;
  while (count > 0 && dayOf(elements[count - 1]!) > day) count--;
  return count === elements.length ? elements : elements.slice(0, count);
}

/** The counted documents that are known on a day. */
export function ordersKnown(facts: Pick<CustomerFacts, 'orders'>, day: Day): readonly FactOrder[] {
  return knownBy(facts.orders, ({ placedOn }) => placedOn, day);
}

/** What was said by the customer up to a day. */
export function feedbackKnown(facts: Pick<CustomerFacts, 'feedback'>, day: Day): readonly FactFeedback[] {
  return knownBy(facts.feedback, ({ on }) => on, day);
}
