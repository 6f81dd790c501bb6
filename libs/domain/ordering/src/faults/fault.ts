/** Why a field of a submission was refused; worded for people by `wordFault`. */
export type FaultRule =
  | 'not-json'
  | 'required'
  | 'unknown-field'
  | 'type'
  | 'one-of'
  | 'format'
  | 'too-short'
  | 'too-long'
  | 'too-few'
  | 'too-many'
  | 'unstorable-text'
  | 'no-such-instant'
  | 'placed-in-the-future'
  | 'updated-in-the-future'
  | 'placed-too-early'
  | 'too-many-decimals'
  | 'amount-too-large'
  | 'discount-above-line'
  | 'refunds-order-on-order'
  | 'refunds-on-credit-note'
  | 'negative-refund'
  | 'contradicting-refunds'
  | 'unusable-identifier'
  | 'channel-not-allowed';

/** One thing that is wrong with a submission, in no language yet. */
export interface Fault {
  /** JSON pointer into the submission: `/lines/0/quantity`; empty for the submission itself. */
  readonly field: string;
  /** What stood there, cut to 200 characters; absent where nothing stood. */
  readonly value?: unknown;
  readonly rule: FaultRule;
  /** What the rule allows: a length, a list of values, the name of a format. */
  readonly limit?: string | number;
}
