import { OrderSubmission } from '@orderweave/contracts';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import type { TLocalizedValidationError } from 'typebox/error';
import { excerpt } from './excerpt.js';
import type { Fault, FaultRule } from './fault.js';

const validator = Compile(OrderSubmission);
/** More findings of the validator than that are not reported: nobody reads them. */
const MOST_FINDINGS = 1000;

interface SchemaNode {
  readonly anyOf?: readonly { readonly const?: string }[];
  readonly enum?: readonly string[];
  readonly type?: string;
}

/** Whether a value has the shape of an order submission. */
export function fitsSchema(value: unknown): value is OrderSubmission {
  return validator.Check(value);
}

/** What keeps a value from having the shape of a submission: one fault a place, however many rules the place breaks. */
export function schemaFaults(value: unknown): Fault[] {
  const places = new Map<string, TLocalizedValidationError>();
  for (const finding of findingsOf(value)) {
    for (const place of placesOf(finding)) {
      const known = places.get(place);
      // The outermost schema that a place breaks is the one to word: the union, not each of its members.
      if (!known || finding.schemaPath.length < known.schemaPath.length) places.set(place, finding);
    }
  }
  return [...places].map(([field, finding]) => faultOf(field, finding, value));
}

/** All findings: the validator stops after eight unless told otherwise, for everybody, hence put back. */
function findingsOf(value: unknown): TLocalizedValidationError[] {
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

function faultOf(field: string, { keyword, params, schemaPath }: TLocalizedValidationError, root: unknown): Fault {
  const value = excerpt(valueAt(root, field));
  const stated = value === undefined ? { field } : { field, value };
  const schema = schemaAt(schemaPath);
  const values = schema.enum ?? schema.anyOf?.flatMap((member) => member.const ?? []);
  if (keyword === 'required') return { field, rule: 'required' };
  if (keyword === 'boolean') return { ...stated, rule: 'unknown-field' };
  if (values?.length) return { ...stated, rule: 'one-of', limit: values.join(', ') };
  if (keyword === 'pattern' || schema.anyOf) return { ...stated, rule: 'format', limit: lastName(field) };
  const sized = SIZES[keyword];
  if (sized) return { ...stated, rule: sized, limit: (params as { limit: number }).limit };
  return { ...stated, rule: 'type', limit: schema.type ?? 'object' };
}

const SIZES: Readonly<Record<string, FaultRule>> = {
  minLength: 'too-short',
  maxLength: 'too-long',
  minItems: 'too-few',
  maxItems: 'too-many',
};

function lastName(field: string): string {
  return field.slice(field.lastIndexOf('/') + 1);
}

function schemaAt(path: string): SchemaNode {
  return (walk(OrderSubmission, path.replace(/^#/, '')) ?? {}) as SchemaNode;
}

function valueAt(root: unknown, pointer: string): unknown {
  return walk(root, pointer);
}

function walk(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined | null)?.[part], root);
}
