import { describe, expect, it } from '@jest/globals';
import { addMonths, formatDay, monthBounds, monthOf, parseDay } from '@orderweave/domain-ordering';
import { closeDay, lastClosedMonth, monthsClosedBy } from './month-close.js';
import { firstDayOf, monthIndex, monthIndexOf, monthName } from './month-index.js';

describe('month closes', () => {
  it('leave whole days of grace', () => {
    expect(formatDay(closeDay('2024-01', 3))).toBe('2024-02-04');
    expect(lastClosedMonth(parseDay('2024-02-03'), 3)).toBe('2023-12');
    expect(lastClosedMonth(parseDay('2024-02-04'), 3)).toBe('2024-01');
    expect(formatDay(closeDay('2024-02', 0))).toBe('2024-03-01');
    expect(monthsClosedBy(parseDay('2024-03-05'), 3, '2023-12')).toEqual(['2024-01', '2024-02']);
    expect(monthsClosedBy(parseDay('2024-03-03'), 3, '2024-01')).toEqual([]);
  });

  it('close each month once, on its day', () => {
    for (let day = parseDay('2019-12-01'); day < parseDay('2025-02-01'); day++) {
      const month = lastClosedMonth(day, 3);
      expect(closeDay(month, 3)).toBeLessThanOrEqual(day);
      expect(closeDay(addMonths(month, 1), 3)).toBeGreaterThan(day);
    }
  });

  it('count months like the calendar, over four centuries', () => {
    for (let day = parseDay('1890-01-01'); day < parseDay('2310-01-01'); day += 13) {
      const index = monthIndexOf(day);
      expect(monthName(index)).toBe(monthOf(day));
      if (day % 7 === 0) expect(firstDayOf(index)).toBe(monthBounds(monthOf(day)).first);
    }
    expect(monthName(monthIndex('2024-12') + 1)).toBe('2025-01');
  });
});
