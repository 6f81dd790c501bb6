import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMonths, formatDay, localDay, monthBounds, monthOf, parseDay, startOfDay } from './day.js';

describe('local days', () => {
  it('belong to the zone, across daylight saving time', () => {
    expect(formatDay(localDay(Date.parse('2011-03-27T00:30:00Z'), 'Europe/London'))).toBe('2011-03-27');
    expect(formatDay(localDay(Date.parse('2011-07-31T23:30:00Z'), 'Europe/London'))).toBe('2011-08-01');
    expect(formatDay(localDay(Date.parse('2011-07-31T16:30:00Z'), 'Asia/Shanghai'))).toBe('2011-08-01');
  });

  it('begin at the first instant of the day, where midnight is skipped too', () => {
    expect(new Date(startOfDay(parseDay('2011-07-01'), 'Europe/London')).toISOString()).toBe(
      '2011-06-30T23:00:00.000Z',
    );
    expect(new Date(startOfDay(parseDay('2018-11-04'), 'America/Sao_Paulo')).toISOString()).toBe(
      '2018-11-04T03:00:00.000Z',
    );
    expect(new Date(startOfDay(parseDay('2024-04-26'), 'Africa/Cairo')).toISOString()).toBe('2024-04-25T22:00:00.000Z');
  });

  it('startOfDay is the least instant of its day, in any zone', () => {
    const zones = ['Europe/London', 'Asia/Shanghai', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];
    fc.assert(
      fc.property(fc.integer({ min: 14_000, max: 21_000 }), fc.constantFrom(...zones), (day, zone) => {
        if (zone === 'Pacific/Apia' && formatDay(day) === '2011-12-30') return; // a day that Samoa never had
        const start = startOfDay(day, zone);
        expect(localDay(start, zone)).toBe(day);
        expect(localDay(start - 1, zone)).toBeLessThan(day);
      }),
    );
  });

  it('know their months', () => {
    expect(monthOf(parseDay('2012-02-29'))).toBe('2012-02');
    expect(addMonths('2011-12', 1)).toBe('2012-01');
    expect(addMonths('2011-01', -13)).toBe('2009-12');
    expect(formatDay(monthBounds('2012-02').last)).toBe('2012-02-29');
    expect(() => parseDay('2011-02-29')).toThrow(RangeError);
  });
});
