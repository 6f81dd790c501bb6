import { AmountError, parseAmount, parseDay } from '@orderweave/domain-ordering';
import type { AttributeType } from './segment-attributes.js';
import type { AttributeCondition, ConditionValue } from './segment-condition.js';

/** A value in the form in which it is compared: a number, an amount or day of the calendar, or a name. */
export type Threshold = number | bigint | string;

/** The value of a condition in the form in which the attribute is compared; undefined for one that the type does not have. */
export function parseThreshold(value: unknown, type: AttributeType): Threshold | undefined {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'amount':
      return typeof value === 'number' || typeof value === 'string' ? amountOf(value) : undefined;
    case 'day':
      return typeof value === 'string' ? dayOf(value) : undefined;
    case 'state':
    case 'text':
    case 'list':
      return typeof value === 'string' && value !== '' ? value : undefined;
  }
}

const parsed = new WeakMap<AttributeCondition, readonly Threshold[]>();

/** All values that a condition compares with, worked out once: a condition is not changed. Only for a valid condition. */
export function thresholdsOf(condition: AttributeCondition, type: AttributeType): readonly Threshold[] {
  let thresholds = parsed.get(condition);
  if (!thresholds) {
    thresholds = valuesOf(condition).map((value) => parseThreshold(value, type)!);
    parsed.set(condition, thresholds);
  }
  return thresholds;
}

/** The values that a condition names, as they are written. */
export function valuesOf(condition: AttributeCondition): readonly ConditionValue[] {
  switch (condition.op) {
    case 'exists':
      return [];
    case 'in':
      return condition.values;
    case 'between':
      return [condition.from, condition.to];
    case 'eq':
    case 'ne':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return [condition.value];
  }
}

function amountOf(value: string | number): bigint | undefined {
  try {
    return parseAmount(value);
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}

function dayOf(text: string): number | undefined {
  try {
    return parseDay(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
