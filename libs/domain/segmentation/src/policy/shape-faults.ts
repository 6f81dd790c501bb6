import type { Language } from '@orderweave/domain-ordering';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Settings } from 'typebox/system';
import type { PolicyFault } from './policy-section.js';
import { wordShape, type SchemaNode } from './shape-wording.js';

/** More findings of the validator than that are not reported: nobody reads them. */
const MOST_FINDINGS = 1000;

const compiled = new WeakMap<TSchema, Validator>();

/** Where a value has not the shape of a schema: one fault a place, with pointers that begin with `at`, in a language. */
export function shapeFaults(schema: TSchema, value: unknown, at: string, language: Language): PolicyFault[] {
  let validator = compiled.get(schema);
  if (!validator) compiled.set(schema, (validator = Compile(schema)));
  if (validator.Check(value)) return [];
  const places = new Map<string, PolicyFault>();
  for (const finding of findingsOf(validator, value)) {
    for (const place of placesOf(finding)) {
      if (places.has(place)) continue;
      const found = follow(value, place);
      const node = (follow(schema, finding.schemaPath.slice(1)) ?? {}) as SchemaNode;
      const limit = String((finding.params as { limit?: number }).limit);
      const worded = wordShape({ keyword: finding.keyword, limit, node }, language);
      places.set(place, { field: at + place, ...(found !== undefined && { value: found }), ...worded });
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

function follow(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined | null)?.[part], root);
}
