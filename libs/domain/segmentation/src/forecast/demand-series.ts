import type { Day } from '@orderweave/domain-ordering';
import { addPeriods, periodStart, type DemandPeriod } from './demand-period.js';

/** What was asked for on one day, in any unit. */
export interface DemandPoint {
  day: Day;
  value: number;
}

/** Demand of whole periods that follow each other, without a gap. */
export interface DemandSeries {
  period: DemandPeriod;
  /** First day of the first period. */
  from: Day;
  values: number[];
}

/**
 * The whole periods from `from` up to the end of day `asOf`; a period without a point is 0, one that began before `from` or ends after
 * `asOf` is none, and points outside are left out. Points come in any order, several a day.
 */
export function demandSeries(
  points: Iterable<DemandPoint>,
  { period, from, asOf }: { period: DemandPeriod; from: Day; asOf: Day },
): DemandSeries {
  const start = periodStart(from, period);
  const first = start === from ? start : addPeriods(start, 1, period);
  const end = periodStart(asOf + 1, period);
  const slots = new Map<Day, number>();
  for (let at = first; at < end; at = addPeriods(at, 1, period)) slots.set(at, slots.size);
  const values = new Array<number>(slots.size).fill(0);
  for (const { day, value } of points) {
    const slot = slots.get(periodStart(day, period));
    if (slot !== undefined) values[slot]! += value;
  }
  return { period, from: first, values };
}
