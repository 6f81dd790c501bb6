import { describe, expect, it } from '@jest/globals';
import { instantOfLocal } from './day.js';
import { formatInstant, parseInstant } from './instant.js';

describe('instants', () => {
  it('are read with their offset and refused when no calendar has them', () => {
    expect(parseInstant('2026-11-22T09:30:00+08:00')).toBe(Date.parse('2026-11-22T01:30:00Z'));
    expect(parseInstant('2024-02-29T00:00Z')).toBe(Date.parse('2024-02-29T00:00:00Z'));
    expect(parseInstant('2026-01-01T00:00:00.123456789Z')).toBe(Date.parse('2026-01-01T00:00:00.123Z'));
    for (const text of [
      '2025-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2025-04-31T00:00:00Z',
      '2025-13-01T00:00:00Z',
    ]) {
      expect(parseInstant(text)).toBeUndefined();
    }
    for (const text of ['2025-01-01', '2025-01-01T00:00:00', '2025-01-01T25:00:00Z', '']) {
      expect(parseInstant(text)).toBeUndefined();
    }
  });

  it('of a local time: once, twice and skipped', () => {
    const london = (text: string): string => formatInstant(instantOfLocal(Date.parse(`${text}Z`), 'Europe/London'));
    expect(london('2011-07-31T23:59:00')).toBe('2011-07-31T22:59:00.000Z');
    expect(london('2011-12-09T12:50:00')).toBe('2011-12-09T12:50:00.000Z');
    expect(london('2011-10-30T01:30:00')).toBe('2011-10-30T00:30:00.000Z');
    expect(london('2011-03-27T01:30:00')).toBe('2011-03-27T01:30:00.000Z');
  });
});
