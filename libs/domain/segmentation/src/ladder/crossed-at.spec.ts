import { describe, expect, it } from '@jest/globals';
import { crossedAt } from './crossed-at.js';

const at = (day: string) => Date.parse(`2026-${day}T00:00:00Z`);
const monthEnd = at('04-01');
const closedAt = at('04-04');
const revised = (day: string) => new Date(at(day)).toISOString();

describe('crossedAt', () => {
  it('is now while the month lasts, and its end or close afterwards, by orders that were placed', () => {
    expect(crossedAt({ now: at('03-20'), monthEnd }, undefined)).toBe(at('03-20'));
    expect(crossedAt({ now: at('04-02'), monthEnd }, undefined)).toBe(monthEnd);
    expect(crossedAt({ now: at('06-02'), monthEnd, closedAt }, undefined)).toBe(closedAt);
  });

  it('is when an order was revised, within the month and after it', () => {
    expect(crossedAt({ now: at('03-20'), monthEnd }, revised('03-19'))).toBe(at('03-19'));
    expect(crossedAt({ now: at('04-03'), monthEnd }, revised('04-02'))).toBe(at('04-02'));
    expect(crossedAt({ now: at('06-02'), monthEnd, closedAt }, revised('06-01'))).toBe(at('06-01'));
  });

  it('restates no tier before it was frozen, so that revisions of old are as old as their month', () => {
    expect(crossedAt({ now: at('06-02'), monthEnd, closedAt }, revised('03-19'))).toBe(closedAt);
    expect(crossedAt({ now: at('06-02'), monthEnd }, revised('03-19'))).toBe(at('03-19'));
  });

  it('is never later than the clock', () => {
    expect(crossedAt({ now: at('03-20'), monthEnd }, revised('03-25'))).toBe(at('03-20'));
    expect(crossedAt({ now: at('06-02'), monthEnd, closedAt }, revised('06-09'))).toBe(at('06-02'));
  });
});
