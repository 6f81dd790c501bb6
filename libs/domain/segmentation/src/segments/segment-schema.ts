import Type, { type TSchema } from 'typebox';
import { FEEDBACK_KINDS } from './customer-facts.js';
import {
  COMPARISONS,
  SEGMENT_ATTRIBUTES,
  type AttributeDefinition,
  type AttributeName,
  type AttributeType,
} from './segment-attributes.js';
import { SEGMENT_LIMITS as LIMITS } from './segment-condition.js';

const CLOSED = { additionalProperties: false };
const NUMBER = Type.Number();
const AMOUNT = Type.Union([Type.String({ pattern: '^-?\\d{1,24}(\\.\\d{1,12})?$' }), Type.Number()]);
const DAY = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const TEXT = Type.String({ minLength: 1, maxLength: LIMITS.text });

const WINDOW = {
  withinDays: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.withinDays })),
  atLeast: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.times })),
  atMost: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.times })),
};
const ORDERS = Type.Object(
  { ...WINDOW, product: Type.Optional(TEXT), category: Type.Optional(TEXT), channel: Type.Optional(TEXT) },
  CLOSED,
);
const FEEDBACK = Type.Object(
  {
    ...WINDOW,
    kind: Type.Optional(Type.Enum([...FEEDBACK_KINDS])),
    scoreAtLeast: Type.Optional(NUMBER),
    scoreAtMost: Type.Optional(NUMBER),
  },
  CLOSED,
);

/**
 * A segment's condition as JSON Schema. Beyond it `validateSegment` asks that a condition is not too deep or large, that ranges are not
 * reversed, that days are in the calendar, and that a window asks for something.
 */
export const SegmentConditionSchema = Type.Cyclic(
  {
    SegmentCondition: Type.Union([
      Type.Object({ and: Type.Array(Type.Ref('SegmentCondition'), { minItems: 1 }) }, CLOSED),
      Type.Object({ or: Type.Array(Type.Ref('SegmentCondition'), { minItems: 1 }) }, CLOSED),
      Type.Object({ not: Type.Ref('SegmentCondition') }, CLOSED),
      Type.Object({ orders: ORDERS }, CLOSED),
      Type.Object({ feedback: FEEDBACK }, CLOSED),
      ...orderedLeaves('number', NUMBER),
      ...orderedLeaves('amount', AMOUNT),
      ...orderedLeaves('day', DAY),
      ...namedLeaves(),
      Type.Object({ attribute: Type.Enum(namesWith(() => true)), op: Type.Literal('exists') }, CLOSED),
    ]),
  },
  'SegmentCondition',
);

function orderedLeaves(type: AttributeType, value: TSchema): TSchema[] {
  const attribute = Type.Enum(namesWith((definition) => definition.type === type));
  return [
    Type.Object({ attribute, op: Type.Enum([...COMPARISONS]), value }, CLOSED),
    Type.Object({ attribute, op: Type.Literal('in'), values: listOf(value) }, CLOSED),
    Type.Object({ attribute, op: Type.Literal('between'), from: value, to: value }, CLOSED),
  ];
}

/** Attributes with a fixed set of values one by one, those with free text together. */
function namedLeaves(): TSchema[] {
  const leaves = (names: AttributeName[], value: TSchema): TSchema[] => [
    Type.Object({ attribute: Type.Enum(names), op: Type.Enum(['eq', 'ne']), value }, CLOSED),
    Type.Object({ attribute: Type.Enum(names), op: Type.Literal('in'), values: listOf(value) }, CLOSED),
  ];
  const free = namesWith(({ type, states }) => (type === 'text' || type === 'list') && !states);
  const fixed = namesWith(({ states }) => states !== undefined);
  return [...leaves(free, TEXT), ...fixed.flatMap((name) => leaves([name], Type.Enum([...statesOf(name)])))];
}

function listOf(value: TSchema): TSchema {
  return Type.Array(value, { minItems: 1, maxItems: LIMITS.values });
}

function namesWith(fits: (definition: AttributeDefinition) => boolean): AttributeName[] {
  return (Object.keys(SEGMENT_ATTRIBUTES) as AttributeName[]).filter((name) => fits(SEGMENT_ATTRIBUTES[name]));
}

function statesOf(name: AttributeName): readonly string[] {
  const definition: AttributeDefinition = SEGMENT_ATTRIBUTES[name];
  return definition.states ?? [];
}
