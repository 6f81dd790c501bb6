import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { workdaysOf } from '../calendar/workdays.js';
import { DEFAULT_GROUPING, type Person } from './sales-team.js';
import { calendarFor, tellAt } from './tell-time.js';

const china = { timeZone: 'Asia/Shanghai', from: 540, to: 1080, isWorkday: workdaysOf('CN') };
const at = (text: string) => Date.parse(`${text}+08:00`);
const local = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19);
const told = (now: string, person: Partial<Person> = {}, more: { severity?: 'critical'; lastTold?: number } = {}) =>
  local(tellAt({ severity: 'info', lastTold: 0, now: at(now), ...more }, person, DEFAULT_GROUPING, china));

describe('when a person is told', () => {
  it('is at once for what is urgent, else when others have had time to join', () => {
    expect(told('2026-11-23T23:00', { quietHours: { from: '21:00', to: '08:00' } }, { severity: 'critical' })).toBe(
      '2026-11-23T23:00:00',
    );
    expect(told('2026-11-23T10:00')).toBe('2026-11-23T10:00:30');
    expect(told('2026-11-23T10:00', {}, { lastTold: at('2026-11-23T09:59') })).toBe('2026-11-23T10:04:00');
  });

  it('is never in quiet hours, also across midnight', () => {
    const quietHours = { from: '21:00', to: '08:00' };
    expect(told('2026-11-23T20:58', { quietHours })).toBe('2026-11-23T20:58:30');
    expect(told('2026-11-23T20:59:30', { quietHours })).toBe('2026-11-24T08:00:00');
    expect(told('2026-11-24T03:00', { quietHours })).toBe('2026-11-24T08:00:00');
    expect(told('2026-11-24T12:10', { quietHours: { from: '12:00', to: '13:30' } })).toBe('2026-11-24T13:30:00');
  });

  it('is with the digest of the next working day, or of the first one of the week', () => {
    expect(told('2026-11-20T10:00', { digest: 'daily' })).toBe('2026-11-23T09:00:00');
    expect(told('2026-10-09T10:00', { digest: 'daily' })).toBe('2026-10-10T09:00:00');
    expect(told('2026-11-25T10:00', { digest: 'weekly' })).toBe('2026-11-30T09:00:00');
    expect(told('2026-11-30T08:00', { digest: 'weekly' })).toBe('2026-12-07T09:00:00');
    expect(told('2026-09-30T10:00', { digest: 'weekly' })).toBe('2026-10-08T09:00:00');
  });

  it('is never before now, and follows the person’s own hours', () => {
    const hours = fc.constantFrom('00:00', '06:30', '12:00', '21:00', '23:59');
    const person = fc.record({
      digest: fc.constantFrom('none' as const, 'daily' as const, 'weekly' as const),
      quietHours: fc.option(fc.record({ from: hours, to: hours }), { nil: undefined }),
    });
    fc.assert(
      fc.property(person, fc.integer({ min: at('2026-01-01T00:00'), max: at('2026-12-31T00:00') }), (given, now) => {
        const moment = tellAt({ severity: 'warning', lastTold: 0, now }, given as Person, DEFAULT_GROUPING, china);
        expect(moment).toBeGreaterThan(now);
        expect(moment).toBeLessThan(now + 20 * 86_400_000);
      }),
    );
    const own = calendarFor(
      { name: 'li', workingHours: { from: '10:30', to: '19:00' }, timeZone: 'Asia/Tokyo' },
      china,
    );
    expect(own).toMatchObject({ from: 630, to: 1140, timeZone: 'Asia/Tokyo' });
  });
});
