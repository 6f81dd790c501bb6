import type { Day, Month } from '@orderweave/domain-ordering';

/** A calendar month as years × 12 + months, so that neighbours and days are arithmetic: this is on the path of every order. */
export type MonthIndex = number;

const names = new Map<MonthIndex, Month>();

/** The index of a `YYYY-MM`. */
export function monthIndex(month: Month): MonthIndex {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The `YYYY-MM` of an index. */
export function monthName(index: MonthIndex): Month {
  let name = names.get(index);
  if (name === undefined) {
    name = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`;
    names.set(index, name);
  }
  return name;
}

/** The month that a day lies in (civil_from_days of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
export function monthIndexOf(day: Day): MonthIndex {
  const shifted = day + 719_468; // days since 0000-03-01
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  return (yearOfEra + era * 400) * 12 + marchMonth + 2;
}

/** The first day of a month (days_from_civil of the same source). */
export function firstDayOf(index: MonthIndex): Day {
  const shifted = index - 2; // years that begin in March
  const year = Math.floor(shifted / 12);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const ofYear = Math.floor((153 * (shifted - year * 12) + 2) / 5);
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear - 719_468;
}

/** `closeDay` of a month index. */
export function closeDayOf(index: MonthIndex, graceDays: number): Day {
  return firstDayOf(index + 1) + graceDays;
}

/** `lastClosedMonth` as an index. */
export function lastClosedIndex(day: Day, graceDays: number): MonthIndex {
  return monthIndexOf(day - graceDays) - 1;
}
