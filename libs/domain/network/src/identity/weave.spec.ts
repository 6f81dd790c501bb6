import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { weave, type IdentifiedDocument } from './weave.js';

const document = (key: string, ...identifiers: string[]): IdentifiedDocument => ({
  ...{ key, identifiers, placedAt: `2026-01-0${key}T00:00:00.000Z` },
});

describe('weave', () => {
  it('joins documents through chains of identifiers', () => {
    const documents = [document('3', 'a', 'b'), document('1', 'c'), document('2', 'b', 'c'), document('4', 'd')];
    expect(weave(documents, () => true)).toEqual([
      { identifiers: ['a', 'b', 'c'], documents: ['3', '1', '2'], firstAt: '2026-01-01T00:00:00.000Z' },
      { identifiers: ['d'], documents: ['4'], firstAt: '2026-01-04T00:00:00.000Z' },
    ]);
  });

  it('does not join through identifiers that do not link, and leaves out who has no other', () => {
    const documents = [document('1', 'a', 'x'), document('2', 'b', 'x'), document('3', 'x'), document('4')];
    expect(weave(documents, (identifier) => identifier !== 'x').map((group) => group.documents)).toEqual([
      ['1'],
      ['2'],
    ]);
  });

  it('puts two documents together exactly if a path of shared identifiers leads from one to the other', () => {
    const sets = fc.array(fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 3 }), { maxLength: 9 });
    fc.assert(
      fc.property(sets, (all) => {
        const documents = all.map((identifiers, index) => document(String(index + 1), ...identifiers));
        const groups = weave(documents, (identifier) => identifier !== 'h');
        const groupOf = (key: string) => groups.findIndex((group) => group.documents.includes(key));
        const near = (a: IdentifiedDocument, b: IdentifiedDocument) =>
          a.identifiers.some((identifier) => identifier !== 'h' && b.identifiers.includes(identifier));
        for (const start of documents) {
          const reached = new Set([start]);
          for (const one of reached) for (const other of documents) if (near(one, other)) reached.add(other);
          if (!near(start, start)) expect(groupOf(start.key)).toBe(-1);
          else
            for (const other of documents) expect(groupOf(other.key) === groupOf(start.key)).toBe(reached.has(other));
        }
      }),
    );
  });
});
