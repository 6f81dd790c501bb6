import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeNewest, type Timed } from './merge-newest.js';

interface Letter extends Timed {
  readonly topic: string;
  readonly wanted: boolean;
}

const partition = fc.array(fc.record({ gap: fc.nat(3), wanted: fc.boolean() }), { maxLength: 12 });

describe('the newest of several partitions', () => {
  it('page by page is all that match, newest first, each once, whatever the windows', () => {
    const law = fc.property(
      fc.array(partition, { minLength: 1, maxLength: 4 }),
      ...[fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })],
      (partitions, limit, share) => {
        const logs = partitions.map((steps, n) => {
          let at = n;
          const letters = steps.map(({ gap, wanted }, offset): Letter => {
            at += 4 * gap + 4;
            return { topic: `t${n}`, offset: BigInt(offset), at, wanted };
          });
          return { topic: `t${n}`, letters };
        });
        const ends = new Map(logs.map(({ topic, letters }) => [topic, BigInt(letters.length)]));
        const seen: Letter[] = [];
        for (let pages = 0; [...ends.values()].some((end) => end > 0n); pages++) {
          expect(pages).toBeLessThan(200);
          const windows = logs.map(({ topic, letters }) => {
            const to = ends.get(topic)!;
            const from = to > BigInt(share) ? to - BigInt(share) : 0n;
            const items = letters.filter(({ offset }) => offset >= from && offset < to);
            return { window: { topic, partition: 0, from, to }, low: 0n, items };
          });
          const merged = mergeNewest(windows, limit, ({ wanted }) => wanted);
          expect(merged.page.length).toBeLessThanOrEqual(limit);
          seen.push(...merged.page);
          for (const [{ topic }, end] of merged.ends) ends.set(topic, end);
        }
        const all = logs.flatMap(({ letters }) => letters).filter(({ wanted }) => wanted);
        expect(seen).toEqual(all.sort((a, b) => b.at - a.at));
      },
    );
    fc.assert(law, { numRuns: 300 });
  });
});
