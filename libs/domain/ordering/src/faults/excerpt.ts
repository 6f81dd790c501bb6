const LONGEST = 200;
const DEEPEST = 8;

/** A value small enough to be repeated to whoever sent it: texts, lists and objects are cut to 200 characters and 8 levels. */
export function excerpt(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= LONGEST ? value : `${value.slice(0, LONGEST)}…`;
  if (typeof value !== 'object' || value === null) return value;
  // Deeper nesting would overflow the stack of whoever writes it out again.
  if (deeperThan(value, DEEPEST)) return Array.isArray(value) ? '[…]' : '{…}';
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? value : `${text.slice(0, LONGEST)}…`;
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => deeperThan(member, levels - 1));
}
