import type { TSchema } from 'typebox';

/** Something that is wrong with a policy document. */
export interface PolicyFault {
  /** JSON pointer into the document, such as `/stages/risk/lostAfter`; empty for the document itself. */
  readonly field: string;
  /** What stands there; absent where nothing does. */
  readonly value?: unknown;
  /** The rule's constant name. */
  readonly code: string;
  readonly rule: string;
  readonly remedy: string;
}

/**
 * One part of a tenant's policy document: its JSON Schema, what holds unless a tenant says otherwise, and the rules that no
 * schema can state. A new one becomes part of the document by its line in `POLICY_SECTIONS`.
 */
export interface PolicySection<T> {
  readonly schema: TSchema;
  /** The schema that a value is checked by, where `schema` would say less clearly what is wrong with it (a union's branch). */
  schemaFor?(value: unknown): TSchema;
  readonly defaults: T;
  /** Fills in what is left out from another version. Leaves alone what has the wrong shape: the schema finds it. */
  complete(stated: unknown, base: T): unknown;
  /** What is wrong with a value of the right shape, each as a sentence that begins with the path of a member: `risk.lostAfter must …`. */
  check(value: T): string[];
}

/** The objects of `base` with what `stated` says in their place, member by member; lists and single values as a whole. */
export function fillIn(stated: unknown, base: unknown): unknown {
  if (stated === undefined) return base;
  if (!isObject(stated) || !isObject(base)) return stated;
  const filled: Record<string, unknown> = { ...stated };
  for (const [name, value] of Object.entries(base)) {
    if (Object.hasOwn(stated, name)) filled[name] = fillIn(stated[name], value);
    else filled[name] = value;
  }
  return filled;
}

/** Whether a value is an object with named members. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
