import { describe, expect, it } from '@jest/globals';
import { BUILT_IN_MAPS, GENERIC } from './built-in-maps.js';
import { ColumnMapError, parseColumnMap } from './column-map.js';
import { readTime } from './local-time.js';

describe('column maps', () => {
  it('are documents: the built-in ones survive JSON', () => {
    for (const map of BUILT_IN_MAPS.values()) expect(parseColumnMap(JSON.parse(JSON.stringify(map)))).toEqual(map);
    expect([...BUILT_IN_MAPS.keys()]).toEqual(['online-retail', 'generic']);
  });

  it('are refused with every fault named', () => {
    const faulty = { ...GENERIC, timeZone: 'Mars/Base', line: { ...GENERIC.line, sku: {} } };
    expect(() => parseColumnMap(faulty)).toThrow(ColumnMapError);
    expect(() => parseColumnMap(faulty)).toThrow(/\/line\/sku names neither.*\n.*Mars\/Base/s);
    expect(() => parseColumnMap({ name: 'x' })).toThrow(/order/);
  });

  it('read times as they are written', () => {
    const london = { timeZone: 'Europe/London', slashDates: 'month-first' as const };
    expect(readTime('2011-08-01 00:30:00', london)).toBe('2011-07-31T23:30:00.000Z');
    expect(readTime('12/1/2010 8:26', london)).toBe('2010-12-01T08:26:00.000Z');
    expect(readTime('1/12/2010 8:26', { ...london, slashDates: 'day-first' })).toBe('2010-12-01T08:26:00.000Z');
    expect(readTime('2026-01-05T10:00+0800', {})).toBe('2026-01-05T10:00:00+08:00');
    for (const cell of ['2011-02-30 10:00:00', 'soon', '13/13/2010 8:26']) expect(readTime(cell, london)).toBe(cell);
    expect(readTime('2026-01-05 10:00', {})).toBe('2026-01-05 10:00');
  });
});
