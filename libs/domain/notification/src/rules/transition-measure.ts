import type { Transition } from '@orderweave/contracts';
import { parseAmount, type Amount } from '@orderweave/domain-ordering';
import type { MEASURE_SIDES, RuleCondition } from './rule-condition.js';

type Measure = string | number;
/** A state of the customer that a rule may ask for. */
export type CustomerAttribute = 'tier' | 'valueBand' | 'stage' | 'risk' | 'rfm' | 'region';

const DECIMAL = /^-?\d{1,24}(\.\d{1,12})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const RESTORE = 'restore-';
/** The kind of transition that tells an attribute by itself, and the reasons that may tell it beside another one. */
const TOLD_BY: Readonly<Record<CustomerAttribute, { kind?: Transition['kind']; reasons: readonly string[] }>> = {
  tier: { kind: 'tier', reasons: ['tier', 'tier-final', 'tier-live', 'last-month-tier'] },
  valueBand: { kind: 'value-band', reasons: ['value-band'] },
  stage: { kind: 'stage', reasons: ['stage'] },
  risk: { kind: 'risk', reasons: ['risk'] },
  rfm: { kind: 'rfm', reasons: ['rfm-group'] },
  region: { reasons: ['region'] },
};
export const CUSTOMER_ATTRIBUTES = Object.keys(TOLD_BY) as (CustomerAttribute & keyof RuleCondition)[];

/** A state of the customer as a transition tells it; undefined where it does not. */
export function attributeOf(transition: Transition, attribute: CustomerAttribute): string | undefined {
  const { kind, reasons } = TOLD_BY[attribute];
  if (transition.kind === kind) return transition.to ?? undefined;
  for (const name of reasons) {
    const reason = transition.because.inputs.find((input) => input.name === name);
    if (reason) return String(reason.value);
  }
  return undefined;
}

/** A figure of a transition by its name; undefined where it has none, or `change` is of what is no number. */
export function measureOf(
  { because }: Transition,
  name: string,
  side: (typeof MEASURE_SIDES)[number] = 'value',
): Measure | Amount | undefined {
  const reason = because.inputs.find((input) => input.name === name);
  if (!reason) {
    if (side !== 'value') return undefined;
    if (name === 'order-amount') return because.orders[0]?.netAmount;
    return name.startsWith(RESTORE) ? because.restore?.[name.slice(RESTORE.length)] : undefined;
  }
  if (side !== 'change') return reason[side];
  const [now, before] = [decimalOf(reason.value), decimalOf(reason.previous)];
  return now === undefined || before === undefined ? undefined : now - before;
}

/** Less than, equal to or greater than zero as `a` is to `b`; exact for decimals; undefined for what cannot be compared. */
export function compareMeasures(a: Measure | Amount, b: Measure): number | undefined {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string' && DAY.test(a) && DAY.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  return undefined;
}

function decimalOf(measure: Measure | Amount | undefined): Amount | undefined {
  if (measure === undefined) return undefined;
  if (typeof measure === 'bigint') return measure;
  const text = typeof measure === 'number' ? measure.toFixed(12) : measure;
  return DECIMAL.test(text) ? parseAmount(text) : undefined;
}
