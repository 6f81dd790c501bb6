import type { Amount, Day } from '@orderweave/domain-ordering';
import type { Frequency, RfmScore, Risk, Stage, Tier, ValueBand } from '@orderweave/domain-segmentation';

/** What the model in force foretells of a customer. */
export interface Foretold {
  /** P(alive) and q_30, from 0 to 1, and the share of the best chance since the last order that is gone (L). */
  readonly alive: number;
  readonly q30: number;
  readonly chanceLost: number;
  /** Days from the day asked about by which the next order has come in 10, 50 and 90 % of cases, given that the customer is alive. */
  readonly nextOrder: readonly [p10: number, p50: number, p90: number];
  /** Value to come in twelve months, discounted, in the tenant's currency; null without a usable model of spend. */
  readonly value12Months: number | null;
}

/** A customer's purchase days, in days. */
export interface PurchaseMeasures {
  /** Repeat purchase days (x), from the first purchase day to the last (t_x) and to the day asked about (T), and since the last (s). */
  readonly x: number;
  readonly tx: number;
  readonly t: number;
  readonly silence: number;
  /** Typical gap (g), and how many of them the silence has lasted (u). */
  readonly gap: number;
  readonly overdue: number;
  readonly risk: Risk;
  readonly basis: 'model' | 'fallback';
  /** Null where the fallback judges. */
  readonly foretold: Foretold | null;
}

/** Everything that is measured of a customer, as of the end of a local day. */
export interface CustomerMeasures {
  readonly customerId: string;
  readonly identifiers: readonly string[];
  readonly name: string | null;
  readonly owner: string | null;
  readonly day: Day;
  /** Of the day's month, by the amounts as they are now. */
  readonly tierLive: Tier;
  /** Of the last closed month, as frozen; null for who was not known then. */
  readonly tierFinal: Tier | null;
  readonly valueBand: ValueBand | null;
  readonly frequency: Frequency;
  /** Null without a purchase day in the window. */
  readonly rfm: { readonly r: RfmScore; readonly f: RfmScore; readonly m: RfmScore; readonly group: string } | null;
  readonly stage: Stage;
  /** Null before the first purchase day. */
  readonly purchases: PurchaseMeasures | null;
  /** Net amount of the trailing 365 days. */
  readonly net365: Amount;
}
