import { describe, expect, it } from '@jest/globals';
import { rowArray } from './row-array.js';

describe('rowArray', () => {
  it('writes rows as PostgreSQL reads them', () => {
    expect(rowArray([])).toBe('{}');
    expect(
      rowArray([
        [1, 'a', null],
        [true, undefined, ''],
      ]),
    ).toBe('{"(1,a,)","(true,,\\"\\")"}');
  });

  it('quotes for the row and for the array', () => {
    expect(rowArray([['say "hi", \\o/']])).toBe(String.raw`{"(\"say \"\"hi\"\", \\\\o/\")"}`);
  });
});
