import { formatDay, type Day } from '@orderweave/domain-ordering';

/** An entry of a calendar that takes a day. */
export interface CalendarEntry {
  /** The same whenever the entry is rendered. */
  readonly uid: string;
  readonly day: Day;
  readonly summary: string;
  readonly description: string;
  readonly url?: string | undefined;
  /** When it came to be, epoch milliseconds. */
  readonly stamp: number;
}

const LINE_OCTETS = 75;

/** A calendar as iCalendar (RFC 5545): entries of whole days that leave their days free. */
export function renderCalendar(name: string, entries: readonly CalendarEntry[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Orderweave//Alerts//EN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escape(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...entries.flatMap(({ uid, day, summary, description, url, stamp }) => [
      'BEGIN:VEVENT',
      `UID:${escape(uid)}`,
      `DTSTAMP:${new Date(stamp).toISOString().replace(/[-:]|\.\d{3}/g, '')}`,
      `DTSTART;VALUE=DATE:${dateOf(day)}`,
      `DTEND;VALUE=DATE:${dateOf(day + 1)}`,
      `SUMMARY:${escape(summary)}`,
      `DESCRIPTION:${escape(description)}`,
      ...(url ? [`URL:${url.replace(/[\r\n]/g, '')}`] : []),
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function dateOf(day: Day): string {
  return formatDay(day).replaceAll('-', '');
}

/** Text of section 3.3.11. */
function escape(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n|\r/g, '\\n');
}

/** Section 3.1: lines of 75 octets at most, never cut within a character. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}
