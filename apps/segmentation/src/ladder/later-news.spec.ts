import { describe, expect, it } from '@jest/globals';
import { laterNews } from './later-news.js';

const placed = { order: 'web/placed' };
const [early, late] = ['2026-03-01', '2026-03-02'].map((day) => ({ order: day, revisedAt: `${day}T00:00:00.000Z` }));

describe('the later news of a ladder', () => {
  it('is the last one of orders that were placed', () => {
    expect(laterNews(undefined, placed)).toBe(placed);
    expect(laterNews({ order: 'web/before' }, placed)).toBe(placed);
  });

  it('is what was revised last, whichever came first', () => {
    expect(laterNews(early!, late!)).toBe(late);
    expect(laterNews(late!, early!)).toBe(late);
  });

  it('is what was only just placed before what was revised', () => {
    expect(laterNews(placed, late!)).toBe(placed);
    expect(laterNews(late!, placed)).toBe(placed);
  });
});
