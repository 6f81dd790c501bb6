import { Problem } from '../problems/problem.js';

/** Packs the sort values of the last row of a page into an opaque cursor. */
export function encodeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor; a `Problem` (400) for text that is none, or has another number of values than `length`. */
export function decodeCursor(cursor: string, length?: number): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && (length === undefined || values.length === length)) return values;
  } catch {
    // Told below, in words that help the caller.
  }
  const remedy = 'pass "next" of the page before, unchanged';
  throw new Problem({
    status: 400,
    code: 'invalid-cursor',
    title: 'The cursor cannot be read',
    faults: [{ field: 'cursor', value: cursor.slice(0, 100), rule: 'cursor', remedy }],
  });
}
