import { instantOfLocal } from '../day.js';
import { formatInstant } from '../instant.js';
import type { ColumnMap } from './column-map.js';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** A cell with a date and time as an instant in ISO 8601; unchanged when it cannot be read, so that validation can name it. */
export function readTime(cell: string, { timeZone, slashDates }: Pick<ColumnMap, 'timeZone' | 'slashDates'>): string {
  const iso = ISO.exec(cell);
  if (iso) {
    const [, year = '', month = '', day = '', hour = '0', minute = '00', second = '00', fraction = '', zone] = iso;
    const text = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${minute}:${second}${fraction}`;
    if (zone !== undefined) return text + (zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`);
    return inZone(text, cell, timeZone);
  }
  const slashed = slashDates && SLASHED.exec(cell);
  if (!slashed) return cell;
  const [, first = '', second = '', year = '', hour = '0', minute = '00', seconds = '00'] = slashed;
  const [month, day] = slashDates === 'month-first' ? [first, second] : [second, first];
  return inZone(`${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${minute}:${seconds}`, cell, timeZone);
}

function inZone(local: string, cell: string, timeZone: string | undefined): string {
  const wall = Date.parse(`${local}Z`);
  // The parser would read 30 February as 2 March: what does not print as it was read is not in the calendar.
  if (timeZone === undefined || Number.isNaN(wall) || !formatInstant(wall).startsWith(local.slice(0, 19))) return cell;
  return formatInstant(instantOfLocal(wall, timeZone));
}

function pad(text: string): string {
  return text.padStart(2, '0');
}
