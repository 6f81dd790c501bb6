import type { Day } from '@orderweave/domain-ordering';

/** Something that wants a day. */
export interface Fitting<T> {
  readonly what: T;
  readonly wanted: Day;
  /** The first and the last day on which it is of use. */
  readonly from: Day;
  readonly until: Day;
}

/**
 * Gives each a day in the order in which they come: the first one with room from the wanted day to the last one of use, else the last one
 * of use before it that has room, else none (null). `days` ascend; each has room for `room`.
 */
export function fillDays<T>(
  fittings: readonly Fitting<T>[],
  days: readonly Day[],
  room: number,
): { readonly what: T; readonly day: Day | null }[] {
  const taken = new Map<Day, number>();
  return fittings.map(({ what, wanted, from, until }) => {
    const free = days.filter((day) => day >= from && day <= until && (taken.get(day) ?? 0) < room);
    const day = free.find((one) => one >= wanted) ?? free.findLast((one) => one < wanted) ?? null;
    if (day !== null) taken.set(day, (taken.get(day) ?? 0) + 1);
    return { what, day };
  });
}
