import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { localDay, readOrders, type ColumnMap, type Day } from '@orderweave/domain-ordering';
import { UsageError } from '../options/parse-options.js';
import { groupDays, type PlaySource } from './play-source.js';
import { readRows } from './read-rows.js';

/** Said of a file that is being read. */
export type ReadProgress = (orders: number, rows: number) => void;

/** The text that tells files apart: name, size and map. @throws UsageError for a file that cannot be read */
export async function fileId(file: string, map: ColumnMap): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`--orders "${file}" is no file that can be read`);
  return `${basename(file)}, ${found.size} bytes, map ${map.name}`;
}

/**
 * The orders of a file, day by day. The whole file is read first: the clock only goes forward, and files are not always sorted.
 * Orders are kept as JSON text, some 80 bytes a line.
 */
export class FileSource implements PlaySource {
  readonly endsToday = false;
  readonly timeZone: string;
  readonly baseCurrency: string;

  private constructor(
    readonly id: string,
    map: ColumnMap,
    private readonly byDay: ReadonlyMap<Day, readonly string[]>,
    readonly firstDay: Day,
    readonly lastDay: Day,
  ) {
    this.timeZone = zoneOf(map);
    this.baseCurrency = map.baseCurrency ?? 'CNY';
  }

  /** Reads a file. @throws UsageError when no order in it has a date; ColumnMapError for missing columns */
  static async read(file: string, map: ColumnMap, progress: ReadProgress): Promise<FileSource> {
    const documents = new Map<string, { day: Day | undefined; text: string }>();
    let rows = 0;
    for await (const { document, submission, rows: own } of readOrders(() => readRows(file), map)) {
      const placedAt = Date.parse(String(submission['placedAt']));
      const day = Number.isNaN(placedAt) ? undefined : localDay(placedAt, zoneOf(map));
      documents.set(document, { day, text: JSON.stringify(submission) });
      rows += own;
      if (documents.size % 1_000 === 0) progress(documents.size, rows);
    }
    progress(documents.size, rows);
    const days = [...documents.values()].flatMap(({ day }) => (day === undefined ? [] : [day]));
    if (days.length === 0) throw new UsageError(`${file} holds no order with a date that map ${map.name} can read`);
    const [first, last] = days.reduce(
      ([low, high], day) => [Math.min(low, day), Math.max(high, day)],
      [Infinity, -Infinity],
    );
    const byDay = new Map<Day, string[]>();
    for (const { day = first, text } of documents.values()) {
      const texts = byDay.get(day);
      if (texts) texts.push(text);
      else byDay.set(day, [text]);
    }
    return new FileSource(await fileId(file, map), map, byDay, first, last);
  }

  steps(after: Day | null, daysPerStep: number) {
    return groupDays(this.days(), after, daysPerStep);
  }

  private *days() {
    for (let day = this.firstDay; day <= this.lastDay; day++) yield { day, orders: this.byDay.get(day) ?? [] };
  }
}

function zoneOf(map: ColumnMap): string {
  return map.timeZone ?? 'Asia/Shanghai';
}
