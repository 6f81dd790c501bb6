import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Locale as Wording, Settings } from 'typebox/system';
import type { Locale } from '../locale.js';
import { referenceFaults } from './reference-faults.js';
import { RuleDocument } from './rule-policy.js';

/** Something that is wrong with a document of rules, in a language. */
export interface RuleFault {
  /** JSON pointer; empty for the document itself. */
  readonly field: string;
  /** What stands there; absent where nothing does. */
  readonly value?: unknown;
  readonly rule: string;
  readonly remedy: string;
}

const validators = new Map<TSchema, Validator>();
/** Nobody reads more. */
const MOST_FINDINGS = 500;

/** Every fault of a document, in a language; none for one that alerts can be raised by. Accepts unchecked input. */
export function checkRules(document: unknown, locale: Locale, schema: TSchema = RuleDocument): RuleFault[] {
  const validator = validators.get(schema) ?? Compile(schema);
  validators.set(schema, validator);
  // What refers to something is asked of documents in which everything has its place.
  if (validator.Check(document)) return referenceFaults(document as RuleDocument, locale);
  const places = new Map<string, RuleFault>();
  for (const finding of findingsOf(validator, document)) {
    for (const field of placesOf(finding)) {
      if (places.has(field)) continue;
      const value = follow(document, field);
      places.set(field, { field, ...(value !== undefined && { value }), ...wordsOf(finding, schema, locale) });
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

/** A list of missing or surplus members is a place each. */
function placesOf({ keyword, params, instancePath }: TLocalizedValidationError): string[] {
  const names = params as { requiredProperties?: string[]; additionalProperties?: string[] };
  const members = keyword === 'required' ? names.requiredProperties : names.additionalProperties;
  if (keyword !== 'required' && keyword !== 'additionalProperties') return [instancePath];
  return (members ?? []).map((name) => `${instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

function wordsOf(
  finding: TLocalizedValidationError,
  schema: TSchema,
  locale: Locale,
): Pick<RuleFault, 'rule' | 'remedy'> {
  const zh = locale === 'zh-CN';
  if (finding.keyword === 'required') return zh ? word('缺少', '请补上') : word('is missing', 'add it');
  if (finding.keyword === 'additionalProperties' || finding.keyword === 'boolean')
    return zh
      ? word('此处没有这个字段', '请删除或更正名称')
      : word('is no field of this place', 'remove it, or correct its name');
  const { enum: values, description } = (follow(schema, finding.schemaPath.slice(1)) ?? {}) as Record<string, unknown>;
  const known = Array.isArray(values) ? values.map((one) => JSON.stringify(one)).join(', ') : undefined;
  const see = zh ? '见 GET /v1/rules/schema' : 'see GET /v1/rules/schema';
  const use = known && (zh ? `可用的值：${known}` : `use one of ${known}`);
  return word(zh ? Wording.zh_Hans(finding) : finding.message, use ?? (description ? `${String(description)}` : see));
}

function word(rule: string, remedy: string): Pick<RuleFault, 'rule' | 'remedy'> {
  return { rule, remedy };
}

function follow(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined | null)?.[part], root);
}
