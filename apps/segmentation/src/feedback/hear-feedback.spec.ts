import { describe, expect, it } from '@jest/globals';
import type { FeedbackMeaning } from '@orderweave/contracts';
import fc from 'fast-check';
import type { KnownFeedback } from './customer-feedback.store.js';
import { hearFeedback } from './hear-feedback.js';

const said = (more: Partial<FeedbackMeaning> = {}): FeedbackMeaning => ({
  ...{ tenant: 'shop', customerId: 'c', feedback: 'shop/f', version: 1, kind: 'nps', score: 3, sentiment: 'negative' },
  ...{ detractor: true, givenAt: '2026-01-05T00:00:00.000Z', givenOn: '2026-01-05', counts: true, cause: 'feedback' },
  ...more,
});
const content = (more: Partial<FeedbackMeaning> = {}) =>
  said({
    feedback: 'shop/g',
    score: 9,
    sentiment: 'positive',
    detractor: false,
    givenAt: '2026-01-09T00:00:00.000Z',
    ...more,
  });
const known = (meaning: FeedbackMeaning, told = true): KnownFeedback => ({ meaning, told });

describe('hearing feedback', () => {
  it('tells a detractor and a complaint, from what was said before', () => {
    expect(hearFeedback(said(), undefined, []).told).toEqual({ from: null, to: 'detractor', previous: undefined });
    const before = known(content({ givenAt: '2026-01-01T00:00:00.000Z' }));
    expect(hearFeedback(said(), undefined, [before]).told).toEqual({ from: 'content', to: 'detractor', previous: 9 });
    const complaint = said({ kind: 'complaint', score: undefined as never });
    expect(hearFeedback(complaint, undefined, [before]).told).toEqual({
      from: 'content',
      to: 'complaint',
      previous: undefined,
    });
  });

  it('goes by the time at which things were said, not by their arrival', () => {
    expect(hearFeedback(said(), undefined, [known(content())]).told?.from).toBeNull();
  });

  it('tells who is content after a complaint, and nobody who always was', () => {
    expect(hearFeedback(content(), undefined, [known(said())]).told).toEqual({
      from: 'detractor',
      to: 'content',
      previous: 3,
    });
    expect(hearFeedback(content(), undefined, []).told).toBeUndefined();
    const gone = known(said({ counts: false, version: 2 }));
    expect(hearFeedback(content(), undefined, [gone]).told).toBeUndefined();
    const words = content({ kind: 'review', score: undefined as never });
    expect(hearFeedback(words, undefined, [known(said())]).told).toBeUndefined();
  });

  it('tells each word of feedback once, and not again where it passes on to', () => {
    const first = hearFeedback(said(), undefined, []).known!;
    const again = hearFeedback(said({ version: 2, score: 1 }), first, []);
    expect([again.told, again.known?.meaning.score]).toEqual([undefined, 1]);
    const passed = hearFeedback(said({ cause: 'identity' }), undefined, []);
    expect(passed).toMatchObject({ known: { told: true } });
    expect(passed.told).toBeUndefined();
    expect(hearFeedback(said({ version: 2 }), passed.known, []).told).toBeUndefined();
  });

  it('tells a revision that only now makes a detractor', () => {
    const neutral = said({ score: 7, sentiment: 'neutral', detractor: false });
    const first = hearFeedback(neutral, undefined, []);
    expect(first.told).toBeUndefined();
    expect(hearFeedback(said({ version: 2 }), first.known, []).told?.to).toBe('detractor');
  });

  it('drops what is older than what is known, so that any order ends in the same', () => {
    const versions = fc.uniqueArray(
      fc.record({
        version: fc.integer({ min: 1, max: 20 }),
        score: fc.integer({ min: 0, max: 10 }),
        counts: fc.boolean(),
      }),
      {
        ...{ minLength: 1, selector: ({ version }) => version },
      },
    );
    const shuffled = versions.chain((list) => fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }));
    fc.assert(
      fc.property(shuffled, (messages) => {
        let one: KnownFeedback | undefined;
        let tellings = 0;
        for (const more of messages) {
          const heard = hearFeedback(said({ ...more, detractor: more.score <= 6 }), one, []);
          one = heard.known ?? one;
          if (heard.told) tellings += 1;
        }
        const newest = messages.reduce((a, b) => (b.version > a.version ? b : a));
        expect(one?.meaning).toMatchObject(newest);
        expect(tellings).toBeLessThanOrEqual(1);
      }),
    );
  });
});
