const NEEDS_QUOTES = /[\s",(){}\\]|^$/;
const SPECIAL = /["\\]/g;

/** A column of a row: null and undefined are NULL. */
export type Field = string | number | boolean | null | undefined;

/**
 * Array literal of whole rows, for `INSERT INTO t SELECT * FROM unnest($1::t[])`: fields in the order of the table's columns. With many
 * columns PostgreSQL takes in one such array in about two thirds of the time that it needs for an array a column.
 */
export function rowArray(rows: Iterable<readonly Field[]>): string {
  let literal = '{';
  for (const row of rows) {
    literal += literal === '{' ? '"(' : ',"(';
    for (let i = 0; i < row.length; i++) {
      if (i > 0) literal += ',';
      const value = row[i];
      if (typeof value === 'string') literal += NEEDS_QUOTES.test(value) ? quoted(value) : value;
      else if (value !== null && value !== undefined) literal += String(value);
    }
    literal += ')"';
  }
  return `${literal}}`;
}

/** Quoted twice: as a field of a row, where quotes and backslashes are doubled, within an element of an array. */
function quoted(value: string): string {
  return `\\"${value.replace(SPECIAL, (character) => (character === '"' ? '\\"\\"' : '\\\\\\\\'))}\\"`;
}
