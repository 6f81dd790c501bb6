import { describe, expect, it } from '@jest/globals';
import { feedbackStateOf, judgeFeedback } from './judge-feedback.js';

describe('judging feedback', () => {
  it.each([
    ['nps', 0, 'negative', true],
    ['nps', 6, 'negative', true],
    ['nps', 7, 'neutral', false],
    ['nps', 8, 'neutral', false],
    ['nps', 9, 'positive', false],
    ['nps', 10, 'positive', false],
    ['csat', 2, 'negative', true],
    ['csat', 3, 'neutral', false],
    ['csat', 4, 'positive', false],
    ['review', 2, 'negative', true],
    ['review', 3, 'neutral', false],
    ['review', 5, 'positive', false],
  ] as const)('%s %i is %s', (kind, score, sentiment, detractor) => {
    expect(judgeFeedback({ kind, score })).toEqual({ sentiment, basis: 'score', detractor });
  });

  it('goes by the score before the words', () => {
    expect(judgeFeedback({ kind: 'csat', score: 5, text: 'awful, 差评' }).sentiment).toBe('positive');
  });

  it('takes every complaint for a detractor, whatever its words and score', () => {
    expect(judgeFeedback({ kind: 'complaint', text: 'Thanks, great shop, but the parcel never came' })).toEqual({
      ...{ sentiment: 'negative', basis: 'kind', detractor: true },
    });
    expect(judgeFeedback({ kind: 'complaint', score: 9 }).detractor).toBe(true);
  });

  it('goes by the words of a review without stars, which makes nobody a detractor', () => {
    expect(judgeFeedback({ kind: 'review', text: '质量差，再也不买' })).toEqual({
      ...{ sentiment: 'negative', basis: 'text', detractor: false },
    });
    expect(judgeFeedback({ kind: 'review', text: 'It is a hinge.' })).toMatchObject({ basis: 'none' });
    expect(judgeFeedback({ kind: 'review' })).toEqual({ sentiment: 'neutral', basis: 'none', detractor: false });
  });

  it('puts customers into states', () => {
    expect(feedbackStateOf({ kind: 'complaint', sentiment: 'negative', detractor: true })).toBe('complaint');
    expect(feedbackStateOf({ kind: 'nps', sentiment: 'negative', detractor: true })).toBe('detractor');
    expect(feedbackStateOf({ kind: 'nps', sentiment: 'neutral', detractor: false })).toBe('neutral');
    expect(feedbackStateOf({ kind: 'review', sentiment: 'positive', detractor: false })).toBe('content');
    // A review without stars whose words are bad is heard, not answered as a complaint.
    expect(feedbackStateOf({ kind: 'review', sentiment: 'negative', detractor: false })).toBe('neutral');
  });
});
