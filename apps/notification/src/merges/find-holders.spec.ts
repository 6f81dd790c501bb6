import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findHolders } from './find-holders.js';

describe('the id under which a customer lives on', () => {
  const merges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12 }).map((pairs) => {
    return new Map(pairs.filter(([from, to]) => from !== to).map(([from, to]) => [`c-${from}`, `c-${to}`] as const));
  });

  it('is nobody’s alias, one for all who belong together, and one of them', () => {
    fc.assert(
      fc.property(merges, (into) => {
        const holders = findHolders(into);
        const holderOf = (id: string) => holders.get(id) ?? id;
        for (const [id, next] of into) {
          expect(holderOf(id)).toBe(holderOf(next));
          expect(holderOf(holderOf(id))).toBe(holderOf(id));
        }
        for (const [id, holder] of holders) expect(reach(id, into)).toContain(holder);
      }),
    );
  });

  it('is the end of the chain; of a circle, the least', () => {
    expect(findHolders(new Map(Object.entries({ a: 'b', b: 'c' })))).toEqual(
      new Map(Object.entries({ a: 'c', b: 'c' })),
    );
    expect(findHolders(new Map(Object.entries({ x: 'b', b: 'c', c: 'b' })))).toEqual(
      new Map(Object.entries({ x: 'b', c: 'b' })),
    );
  });
});

/** Everybody whom the merges of a customer lead to. */
function reach(id: string, into: ReadonlyMap<string, string>): string[] {
  const all: string[] = [];
  for (let at = into.get(id); at !== undefined && !all.includes(at); at = into.get(at)) all.push(at);
  return all;
}
