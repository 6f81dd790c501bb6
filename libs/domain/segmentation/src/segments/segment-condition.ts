import type { FeedbackKind } from './customer-facts.js';
import type { AttributeName, Comparison } from './segment-attributes.js';

/** A value to compare with: a number, an amount as decimal text or number, a day as `YYYY-MM-DD`, a name. */
export type ConditionValue = string | number;

/** `eq`, `ne` (known and different), `lt`, `lte`, `gt`, `gte`. */
export interface CompareCondition {
  attribute: AttributeName;
  op: Comparison;
  value: ConditionValue;
}

/** One of the values. */
export interface InCondition {
  attribute: AttributeName;
  op: 'in';
  values: ConditionValue[];
}

/** From one value to another, both included. */
export interface BetweenCondition {
  attribute: AttributeName;
  op: 'between';
  from: ConditionValue;
  to: ConditionValue;
}

/** The attribute is known, or the list has a member. */
export interface ExistsCondition {
  attribute: AttributeName;
  op: 'exists';
}

export type AttributeCondition = CompareCondition | InCondition | BetweenCondition | ExistsCondition;

/** How often something is asked to have happened: at least, at most, or both; in the trailing days, or ever. */
export interface Times {
  /** The N local days that end with the day that is asked for; ever when left out. */
  withinDays?: number;
  atLeast?: number;
  atMost?: number;
}

/** Orders (that make a purchase day) with a product, of a category, through a channel. "No order of X in 30 days" has `atMost: 0`. */
export interface OrdersCondition {
  orders: Times & { product?: string; category?: string; channel?: string };
}

/** What a customer said. */
export interface FeedbackCondition {
  feedback: Times & { kind?: FeedbackKind; scoreAtLeast?: number; scoreAtMost?: number };
}

export type SegmentLeaf = AttributeCondition | OrdersCondition | FeedbackCondition;

/** Who belongs to a segment, as a document. */
export type SegmentCondition =
  SegmentLeaf | { and: SegmentCondition[] } | { or: SegmentCondition[] } | { not: SegmentCondition };

/** The limits of a condition document. */
export const SEGMENT_LIMITS = {
  /** Conditions within conditions: `and`, `or` and `not` count, leaves do not. */
  depth: 6,
  leaves: 100,
  /** Members of an `in`. */
  values: 500,
  text: 300,
  withinDays: 3660,
  times: 100_000,
} as const;
