import { runSteps } from './run-steps.js';

const DIGIT = 0x10000;

/** Orders rows by their double, largest first, keeping the order of equal ones; see `orderingByDouble`. */
export function orderByDouble(rows: Uint32Array, doubles: Float64Array): Uint32Array {
  return runSteps(orderingByDouble(rows, doubles));
}

/**
 * `orderByDouble` in steps. `doubles[row]` must be 0 or more: the bits of such doubles order like the numbers, so that four passes over
 * 16 bits each do (least significant digit radix sort; Knuth, TAOCP 5.2.5).
 */
export function* orderingByDouble(rows: Uint32Array, doubles: Float64Array): Generator<undefined, Uint32Array> {
  const digits = new Uint16Array(doubles.buffer, doubles.byteOffset, doubles.length * 4); // little-endian, as all engines of Node are
  let from = rows.slice();
  let to = new Uint32Array(rows.length);
  const ends = new Uint32Array(DIGIT);
  for (let digit = 0; digit < 4; digit++) {
    ends.fill(0);
    for (const row of from) ends[digits[row * 4 + digit]!]!++;
    for (let value = DIGIT - 2; value >= 0; value--) ends[value]! += ends[value + 1]!;
    yield;
    for (let index = from.length - 1; index >= 0; index--) {
      const row = from[index]!;
      to[--ends[digits[row * 4 + digit]!]!] = row;
    }
    [from, to] = [to, from];
    yield;
  }
  return from;
}
