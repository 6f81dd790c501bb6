import { expect, it } from '@jest/globals';
import { csvRow } from './csv-row.js';

it('quotes what needs it, and disarms formulas but not numbers', () => {
  expect(csvRow(['a,b', 'say "x"', '=1+1', '-12.50', null, '@cmd', 3])).toBe(
    '"a,b","say ""x""",\'=1+1,-12.50,,\'@cmd,3\r\n',
  );
});
