import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';

/** Who buys by whose calendar: shops sell most at festivals, sales reps on working days. */
export type SeasonKind = 'consumer' | 'business';

/** First day of the Chinese year. */
const NEW_YEARS = [
  ...['2009-01-26', '2010-02-14', '2011-02-03', '2012-01-23', '2013-02-10', '2014-01-31', '2015-02-19', '2016-02-08'],
  ...['2017-01-28', '2018-02-16', '2019-02-05', '2020-01-25', '2021-02-12', '2022-02-01', '2023-01-22', '2024-02-10'],
  ...['2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03', '2031-01-23', '2032-02-11'],
].map(parseDay);

/** Sunday to Saturday. */
const WEEK: Readonly<Record<SeasonKind, readonly number[]>> = {
  consumer: [1.15, 0.95, 0.92, 0.94, 0.98, 1.02, 1.12],
  business: [0.15, 1.35, 1.35, 1.3, 1.3, 1.25, 0.3],
};

/** How busy a local day is, 1 being usual. */
export function seasonOf(day: Day, kind: SeasonKind): number {
  const weight = WEEK[kind][(((day + 4) % 7) + 7) % 7] ?? 1;
  return weight * newYearFactor(day) * (kind === 'consumer' ? festivalFactor(formatDay(day).slice(5)) : 1);
}

function newYearFactor(day: Day): number {
  for (const newYear of NEW_YEARS) {
    const after = day - newYear;
    if (after >= -21 && after < -5) return 1.3;
    if (after >= -5 && after < 0) return 0.6;
    if (after >= 0 && after < 10) return 0.3;
  }
  return 1;
}

function festivalFactor(monthDay: string): number {
  if (monthDay === '11-11') return 4;
  if (monthDay >= '11-04' && monthDay < '11-11') return 0.8;
  if (monthDay === '06-18') return 2.5;
  if (monthDay === '12-12') return 1.8;
  if (monthDay >= '12-15' && monthDay <= '12-22') return 1.2;
  return 1;
}

/**
 * The season as a change of time: `operational(t)` is the sum of the seasons up to calendar time t (days, fractions allowed), and
 * `calendar` its inverse. A process that runs evenly in operational time follows the season in calendar time.
 */
export class SeasonClock {
  private readonly sums: number[] = [0];

  constructor(
    readonly first: Day,
    readonly last: Day,
    kind: SeasonKind,
  ) {
    for (let day = first; day <= last; day++) this.sums.push((this.sums.at(-1) ?? 0) + seasonOf(day, kind));
  }

  operational(time: number): number {
    const index = Math.min(Math.max(Math.floor(time) - this.first, 0), this.sums.length - 2);
    const [from = 0, to = 0] = this.sums.slice(index, index + 2);
    return from + (to - from) * (time - this.first - index);
  }

  /** Infinity after the last day. */
  calendar(operational: number): number {
    if (operational >= (this.sums.at(-1) ?? 0)) return Infinity;
    let [low, high] = [0, this.sums.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.sums[middle] ?? 0) <= operational) low = middle;
      else high = middle;
    }
    const [from = 0, to = 1] = this.sums.slice(low, low + 2);
    return this.first + low + (operational - from) / (to - from);
  }
}
