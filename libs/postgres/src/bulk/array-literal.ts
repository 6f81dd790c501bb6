const NEEDS_QUOTES = /[\s",{}\\]|^$|^null$/i;

/**
 * PostgreSQL array literals for `unnest($1::text[], …)`: one string a column, built in one pass, several times faster than
 * the driver's own conversion of arrays.
 */
export function textArray(values: readonly (string | null | undefined)[]): string {
  let literal = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) literal += ',';
    if (value === null || value === undefined) literal += 'NULL';
    else if (NEEDS_QUOTES.test(value)) literal += `"${value.replace(/[\\"]/g, '\\$&')}"`;
    else literal += value;
  }
  return `${literal}}`;
}

/** Array literal of values whose text needs no quotes: numbers, decimals, booleans, dates, instants without spaces. */
export function plainArray(values: readonly (string | number | bigint | boolean | null | undefined)[]): string {
  let literal = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    literal += i > 0 ? ',' : '';
    literal += value === null || value === undefined ? 'NULL' : String(value);
  }
  return `${literal}}`;
}

/** Array literal of JSON documents, for `jsonb[]` (or `json[]`). */
export function jsonArray(values: readonly unknown[]): string {
  return textArray(values.map((value) => (value === null || value === undefined ? null : JSON.stringify(value))));
}
