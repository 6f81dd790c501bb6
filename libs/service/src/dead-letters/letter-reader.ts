import { Database } from '@orderweave/postgres';
import { deadLetterTopic, type LogRange } from '@orderweave/stream';
import type { CallerIdentity } from '../auth/caller.js';
import { type DeadLetter, type LetterPlace, type LetterRecord, readLetter } from './dead-letter.js';
import { LetterAccess } from './letter-access.js';
import { decodePlaces, encodePlaces, partitionKey } from './letter-cursor.js';
import { LetterLog } from './letter-log.js';
import { letterView, type LetterView } from './letter-view.js';
import { mergeNewest, type Timed } from './merge-newest.js';
import { placeKey, type RedriveRow, RedriveStore } from './redrive.store.js';

/** Records that one request looks at, of all partitions together, and bytes that it takes along. */
const EXAMINED = 500;
const TAKEN_BYTES = 8 << 20;

/** Which letters of one caller. */
export interface LetterSearch {
  readonly caller: CallerIdentity;
  readonly topics: readonly string[];
  readonly code?: string | undefined;
  readonly state: 'open' | 'redriven';
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Found extends Timed {
  readonly view: LetterView | undefined;
}

/** Finds the dead letters that this service buried, as far as the caller may see them. */
export class LetterReader {
  constructor(
    private readonly service: string,
    private readonly log: LetterLog,
    private readonly access: LetterAccess,
    private readonly database: Database,
    private readonly store: RedriveStore,
  ) {}

  /** One page, newest first. */
  async newest(search: LetterSearch): Promise<{ items: LetterView[]; next: string | null }> {
    const ends = decodePlaces(search.cursor);
    const extent = await this.extent(search);
    const share = shareOf(extent.length);
    const windows = extent.map((whole) => {
      const to = least(ends === undefined ? whole.to : (ends.get(partitionKey(whole)) ?? whole.from), whole.to);
      const from = greatest(whole.from, to - share);
      return { window: { ...whole, from, to }, low: whole.from, items: [] as Found[] };
    });
    const ranges = windows.map(({ window }) => window);
    const marks = await this.store.marked(this.database, ranges);
    const items = new Map(windows.map((one) => [partitionKey(one.window), one.items]));
    await this.log.read(ranges, (record) => {
      const { place, timestamp: at } = record;
      const letter = this.match(record, search, marks);
      const view = letter && letterView(letter, marks.get(placeKey(place)));
      items.get(partitionKey(place))?.push({ offset: BigInt(place.offset), at, view });
    });
    const merged = mergeNewest(windows, search.limit, ({ view }) => view !== undefined);
    const left = windows.flatMap(({ window, low }): [LogRange, bigint][] => {
      const end = merged.ends.get(window) ?? low;
      return end > low ? [[window, end]] : [];
    });
    return { items: merged.page.flatMap(({ view }) => view ?? []), next: encodePlaces(left) };
  }

  /** Letters of each partition from the oldest on, with their bytes: in the order in which they came. */
  async oldest(search: LetterSearch): Promise<{ letters: DeadLetter[]; next: string | null }> {
    const begins = decodePlaces(search.cursor);
    const extent = await this.extent(search);
    const share = shareOf(extent.length);
    const ranges = extent.map((whole) => {
      const from = greatest(
        begins === undefined ? whole.from : (begins.get(partitionKey(whole)) ?? whole.to),
        whole.from,
      );
      return { ...whole, from, to: least(whole.to, from + share) };
    });
    const marks = await this.store.marked(this.database, ranges);
    const reached = new Map(ranges.map((range) => [partitionKey(range), range.from]));
    const letters: DeadLetter[] = [];
    let bytes = 0;
    let stopped = false;
    await this.log.read(ranges, (record) => {
      const letter = this.match(record, search, marks);
      reached.set(partitionKey(record.place), BigInt(record.place.offset) + 1n);
      if (letter) letters.push(letter);
      bytes += letter?.value.length ?? 0;
      stopped = letters.length >= search.limit || bytes >= TAKEN_BYTES;
      return !stopped;
    });
    const left = extent.flatMap((whole, index): [LogRange, bigint][] => {
      const at = stopped ? (reached.get(partitionKey(whole)) ?? whole.from) : ranges[index]!.to;
      return at < whole.to ? [[whole, at]] : [];
    });
    return { letters, next: encodePlaces(left) };
  }

  /** One letter, and how it was redriven; undefined for one that the caller may not see. */
  async find(
    place: LetterPlace,
    caller: CallerIdentity,
  ): Promise<{ letter: DeadLetter; mark: RedriveRow | undefined } | undefined> {
    const from = BigInt(place.offset);
    const [whole] = (await this.log.extent([place.topic])).filter(({ partition }) => partition === place.partition);
    if (!whole || from < whole.from || from >= whole.to) return undefined;
    const range = { ...whole, from, to: from + 1n };
    const found: DeadLetter[] = [];
    await this.log.read([range], (record) => void found.push(...this.visible(record, caller)));
    const [letter] = found;
    return letter && { letter, mark: (await this.store.marked(this.database, [range])).get(placeKey(place)) };
  }

  private extent({ topics }: LetterSearch): Promise<LogRange[]> {
    return this.log.extent(topics.map(deadLetterTopic));
  }

  private match(
    record: LetterRecord,
    { caller, code, state }: LetterSearch,
    marks: ReadonlyMap<string, RedriveRow>,
  ): DeadLetter | undefined {
    if (marks.has(placeKey(record.place)) !== (state === 'redriven')) return undefined;
    return this.visible(record, caller).find((letter) => code === undefined || letter.code === code);
  }

  /** Several services share the letters of a topic: each sees to those that it buried. */
  private visible(record: LetterRecord, caller: CallerIdentity): DeadLetter[] {
    const letter = readLetter(record);
    return letter?.service === this.service && this.access.allows(caller, letter) ? [letter] : [];
  }
}

function shareOf(partitions: number): bigint {
  return BigInt(Math.max(1, Math.floor(EXAMINED / Math.max(1, partitions))));
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function greatest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
