import { expect, it } from '@jest/globals';
import { Problem } from '../problems/problem.js';
import { decodeCursor, encodeCursor } from './cursor.js';

it('gives back the values of a cursor and refuses what is none', () => {
  expect(decodeCursor(encodeCursor(['12.5', 7, null]), 3)).toEqual(['12.5', 7, null]);
  for (const text of ['', 'xyz', encodeCursor([1, 2])]) expect(() => decodeCursor(text, 3)).toThrow(Problem);
});
