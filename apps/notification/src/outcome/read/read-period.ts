import { formatDay, localDay, parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { Problem, type ProblemFault } from '@orderweave/service';
import type { PeriodQuery } from './period-query.js';

/** Local days, both included, with the instants (ISO 8601) at which the first begins and the last is over. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly begins: string;
  readonly ends: string;
}

const USUAL_DAYS = 90;
const MOST_DAYS = 731;

/** The period that is asked for; a `Problem` (400) for days that do not exist, are the wrong way round or too many. */
export function readPeriod({ from, to }: PeriodQuery, { now, timeZone }: { now: number; timeZone: string }): Period {
  const last = to === undefined ? localDay(now, timeZone) : dayOf('to', to);
  const first = from === undefined ? last - USUAL_DAYS + 1 : dayOf('from', from);
  const remedy = `give a day not after "to", at most ${MOST_DAYS} days before it`;
  if (first > last || last - first >= MOST_DAYS) throw refused({ field: 'from', value: from, rule: 'range', remedy });
  return {
    ...{ from: formatDay(first), to: formatDay(last) },
    begins: new Date(startOfDay(first, timeZone)).toISOString(),
    ends: new Date(startOfDay(last + 1, timeZone)).toISOString(),
  };
}

function dayOf(field: string, text: string): Day {
  const day = existingDay(text);
  if (day === undefined) throw refused({ field, value: text, rule: 'date', remedy: 'give a day that exists' });
  return day;
}

function existingDay(text: string): Day | undefined {
  const parsed = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text ? undefined : parseDay(text);
}

function refused(fault: ProblemFault): Problem {
  return new Problem({ status: 400, code: 'invalid-request', title: 'The period cannot be used', faults: [fault] });
}
