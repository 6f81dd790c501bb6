import { parseThreshold } from './parse-threshold.js';
import {
  attributeNamed,
  COMPARISONS,
  operatorsOf,
  SEGMENT_ATTRIBUTES,
  type AttributeDefinition,
  type AttributeType,
  type Operator,
} from './segment-attributes.js';
import { SEGMENT_LIMITS } from './segment-condition.js';
import { faultAt, type SegmentFault } from './segment-fault.js';

type Loose = Readonly<Record<string, unknown>>;

const DECIMAL = /^-?\d{1,24}(\.\d{1,12})?$/;
const FIELDS: Record<Operator, readonly string[]> = {
  ...(Object.fromEntries(COMPARISONS.map((op) => [op, ['value']])) as Record<(typeof COMPARISONS)[number], string[]>),
  in: ['values'],
  between: ['from', 'to'],
  exists: [],
};

/** What is wrong with a condition on an attribute: its name, its operator and its values, all at once. */
export function attributeFaults(condition: Loose, field: string): SegmentFault[] {
  const { attribute, op } = condition;
  const definition = attributeNamed(attribute);
  const faults: SegmentFault[] = [];
  if (!definition) {
    const names = Object.keys(SEGMENT_ATTRIBUTES).join(', ');
    faults.push(faultAt(`${field}/attribute`, attribute, 'unknown-attribute', names));
  }
  const allowed = operatorsOf(definition?.type ?? 'number');
  if (op === undefined) faults.push({ field: `${field}/op`, rule: 'required', limit: allowed.join(', ') });
  else if (!allowed.includes(op as Operator)) {
    faults.push(faultAt(`${field}/op`, op, 'operator-not-allowed', allowed.join(', ')));
  }
  const fields = typeof op === 'string' && Object.hasOwn(FIELDS, op) ? FIELDS[op as Operator] : undefined;
  if (!fields) return faults;
  for (const name of fields) {
    if (condition[name] === undefined) faults.push({ field: `${field}/${name}`, rule: 'required', limit: name });
  }
  for (const name of Object.keys(condition)) {
    if (name === 'attribute' || name === 'op') continue;
    if (!fields.includes(name)) faults.push(faultAt(`${field}/${name}`, condition[name], 'unknown-field'));
    else if (definition && condition[name] !== undefined) {
      faults.push(...fieldFaults(condition[name], `${field}/${name}`, definition));
    }
  }
  if (op === 'between' && definition && faults.length === 0)
    faults.push(...rangeFaults(condition, field, definition.type));
  return faults;
}

function fieldFaults(value: unknown, field: string, definition: AttributeDefinition): SegmentFault[] {
  if (!field.endsWith('/values')) return valueFaults(value, field, definition);
  if (!Array.isArray(value)) return [faultAt(field, value, 'wrong-type', 'list')];
  if (value.length === 0) return [faultAt(field, value, 'empty')];
  if (value.length > SEGMENT_LIMITS.values) return [faultAt(field, value, 'too-many', SEGMENT_LIMITS.values)];
  return value.flatMap((member, index) => valueFaults(member, `${field}/${index}`, definition));
}

function valueFaults(value: unknown, field: string, { type, states }: AttributeDefinition): SegmentFault[] {
  if (type === 'number') return isNumber(value) ? [] : [faultAt(field, value, 'wrong-type', 'number')];
  if (type === 'amount') return isDecimal(value) ? [] : [faultAt(field, value, 'not-a-decimal')];
  if (type === 'day') return parseThreshold(value, 'day') === undefined ? [faultAt(field, value, 'no-such-day')] : [];
  if (states) return states.includes(value as string) ? [] : [faultAt(field, value, 'one-of', states.join(', '))];
  return textFaults(value, field);
}

/** What is wrong with a name or code. */
export function textFaults(value: unknown, field: string): SegmentFault[] {
  if (typeof value !== 'string') return [faultAt(field, value, 'wrong-type', 'string')];
  if (value === '') return [faultAt(field, value, 'empty')];
  return [...value].length > SEGMENT_LIMITS.text ? [faultAt(field, value, 'too-long', SEGMENT_LIMITS.text)] : [];
}

function rangeFaults({ from, to }: Loose, field: string, type: AttributeType): SegmentFault[] {
  const reversed = parseThreshold(from, type)! > parseThreshold(to, type)!;
  return reversed ? [faultAt(`${field}/to`, to, 'reversed', String(from))] : [];
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isDecimal(value: unknown): boolean {
  if (typeof value === 'string') return DECIMAL.test(value);
  return isNumber(value) && parseThreshold(value, 'amount') !== undefined;
}
