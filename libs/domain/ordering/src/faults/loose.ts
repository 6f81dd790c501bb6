/** An object of which nothing is known but that it is one. */
export type Loose = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a list; an empty object for each that is none, so that places keep their numbers; empty for what is no list. */
export function recordsOf(value: unknown): Loose[] {
  return Array.isArray(value) ? value.map((member: unknown) => (isRecord(member) ? member : {})) : [];
}
