import { describe, expect, it } from '@jest/globals';
import type { Revision } from '@orderweave/contracts';
import fc from 'fast-check';
import { compareRevisions, judgeRevision } from './revision.js';

const revision = fc.record({
  updatedAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2026-01-02T00:00:00.000Z'),
  rank: fc.integer({ min: 3, max: 5 }),
  hash: fc.constantFrom('a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)),
});

describe('revision order', () => {
  it('is a total order', () => {
    fc.assert(
      fc.property(revision, revision, revision, (a, b, c) => {
        expect(Math.sign(compareRevisions(a, b))).toBe(Math.sign(compareRevisions(b, a)) * -1 + 0);
        expect(compareRevisions(a, b) === 0).toBe(JSON.stringify(a) === JSON.stringify(b));
        if (compareRevisions(a, b) <= 0 && compareRevisions(b, c) <= 0)
          expect(compareRevisions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('lets updated-at decide before rank, and rank before hash', () => {
    const base = { updatedAt: '2026-01-01T00:00:00.000Z', rank: 4, hash: 'b'.repeat(32) };
    expect(compareRevisions({ ...base, updatedAt: '2026-01-01T00:00:00.001Z', rank: 0 }, base)).toBeGreaterThan(0);
    expect(compareRevisions({ ...base, rank: 5, hash: 'a'.repeat(32) }, base)).toBeGreaterThan(0);
    expect(compareRevisions({ ...base, hash: 'c'.repeat(32) }, base)).toBeGreaterThan(0);
  });

  it('ends in the same newest revision whatever the order and repetition of arrival', () => {
    fc.assert(
      fc.property(fc.array(revision, { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.nat()), (sent, noise) => {
        const key = [...noise.take(sent.length * 2)];
        const shuffled = [...sent, ...sent].map((one, index) => ({ one, at: key[index] ?? 0 }));
        shuffled.sort((a, b) => a.at - b.at);
        expect(newestOf(shuffled.map(({ one }) => one))).toEqual(newestOf(sent));
      }),
    );
  });
});

function newestOf(arrivals: readonly Revision[]): Revision | undefined {
  return arrivals.reduce<Revision | undefined>(
    (newest, arrival) => (judgeRevision(arrival, newest) === 'accepted' ? arrival : newest),
    undefined,
  );
}
