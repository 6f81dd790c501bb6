/** Why a part of a segment's condition was refused; worded for people by `wordSegmentFault`. */
export type SegmentFaultRule =
  | 'not-a-condition'
  | 'ambiguous-condition'
  | 'unknown-field'
  | 'required'
  | 'unknown-attribute'
  | 'operator-not-allowed'
  | 'wrong-type'
  | 'one-of'
  | 'no-such-day'
  | 'not-a-decimal'
  | 'whole-number'
  | 'empty'
  | 'too-many'
  | 'too-long'
  | 'too-deep'
  | 'too-large'
  | 'reversed'
  | 'asks-nothing';

/** One thing that is wrong with a segment's condition, in no language yet. */
export interface SegmentFault {
  /** JSON pointer into the condition; empty for the condition itself. */
  readonly field: string;
  /** What stood there, if that is a text, a number or a truth value; texts cut to 200 characters. */
  readonly value?: string | number | boolean | null;
  readonly rule: SegmentFaultRule;
  /** What the rule allows: a number, a type, a list of values. */
  readonly limit?: string | number;
}

const SHOWN = 200;

/** A fault of the value at a place. */
export function faultAt(field: string, value: unknown, rule: SegmentFaultRule, limit?: string | number): SegmentFault {
  return { field, ...shown(value), rule, ...(limit !== undefined && { limit }) };
}

function shown(value: unknown): Pick<SegmentFault, 'value'> {
  if (typeof value === 'string') return { value: value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value };
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? { value } : {};
}
