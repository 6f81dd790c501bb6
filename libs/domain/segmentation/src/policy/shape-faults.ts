import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Settings } from 'typebox/system';
import type { PolicyFault } from './policy-section.js';

interface SchemaNode {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly description?: string;
}
type Words = readonly [code: string, rule: string, remedy: string];

/** More findings of the validator than that are not reported: nobody reads them. */
const MOST_FINDINGS = 1000;

const compiled = new WeakMap<TSchema, Validator>();

/** Where a value has not the shape of a schema: one fault a place, with pointers that begin with `at`. */
export function shapeFaults(schema: TSchema, value: unknown, at: string): PolicyFault[] {
  let validator = compiled.get(schema);
  if (!validator) compiled.set(schema, (validator = Compile(schema)));
  if (validator.Check(value)) return [];
  const places = new Map<string, PolicyFault>();
  for (const finding of findingsOf(validator, value)) {
    for (const place of placesOf(finding)) {
      if (places.has(place)) continue;
      const found = follow(value, place);
      const [code, rule, remedy] = wordsOf(finding, (follow(schema, finding.schemaPath.slice(1)) ?? {}) as SchemaNode);
      places.set(place, { field: at + place, ...(found !== undefined && { value: found }), code, rule, remedy });
    }
  }
  return [...places.values()];
}

/** All findings: the validator stops after eight unless told otherwise, for everybody, hence put back. */
function findingsOf(validator: Validator, value: unknown): TLocalizedValidationError[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: MOST_FINDINGS });
  try {
    return validator.Errors(value);
  } finally {
    Settings.Set({ maxErrors });
  }
}

function placesOf({ keyword, params, instancePath }: TLocalizedValidationError): string[] {
  if (keyword === 'required') {
    return (params as { requiredProperties: string[] }).requiredProperties.map((name) => `${instancePath}/${name}`);
  }
  // Its properties are found one by one, by the keyword `boolean`.
  return keyword === 'additionalProperties' ? [] : [instancePath];
}

function wordsOf({ keyword, params }: TLocalizedValidationError, schema: SchemaNode): Words {
  const limit = String((params as { limit?: number }).limit);
  const [code, rule, remedy] = (WORDS[keyword] ?? otherwise)(limit, schema);
  return [code, rule, schema.description ? `${remedy} (${schema.description})` : remedy];
}

const oneOf = (_: string, schema: SchemaNode): Words => {
  const values = (schema.enum ?? [schema.const]).map((one) => JSON.stringify(one)).join(', ');
  return ['one-of', 'is not one of the known values', `use one of ${values}`];
};
const otherwise = (): Words => ['shape', 'does not have the form that it must have', 'see the schema'];
const length = (limit: string): Words => ['wrong-length', `must have ${limit} entries`, `give ${limit}`];

/** A keyword of JSON Schema that a value breaks, in words. */
const WORDS: Readonly<Record<string, (limit: string, schema: SchemaNode) => Words>> = {
  required: () => ['required', 'is missing', 'add it'],
  boolean: () => ['unknown-field', 'is no field of this place', 'remove it, or correct its name; see the schema'],
  enum: oneOf,
  const: oneOf,
  minimum: (limit) => ['too-small', `must be ${limit} or more`, `use ${limit} or more`],
  exclusiveMinimum: (limit) => ['too-small', `must be above ${limit}`, `use more than ${limit}`],
  exclusiveMaximum: (limit) => ['too-large', `must be below ${limit}`, `use less than ${limit}`],
  maximum: (limit) => ['too-large', `must be ${limit} or less`, `use ${limit} or less`],
  minItems: length,
  maxItems: length,
  pattern: (_, { pattern }) => ['format', 'is not written as it must be', `write it so that it matches ${pattern}`],
  type: (_, { type = 'object' }) => ['type', `must be of type ${type}`, 'give a value of that type'],
};

function follow(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined | null)?.[part], root);
}
