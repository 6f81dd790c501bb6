import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { Problem } from '../problems/problem.js';
import type { LogRange } from '@orderweave/stream';

type Place = Pick<LogRange, 'topic' | 'partition'>;

/** Packs an offset a partition into a cursor; null when there is none, for then nothing is left. */
export function encodePlaces(places: readonly (readonly [Place, bigint])[]): string | null {
  if (places.length === 0) return null;
  return encodeCursor(places.map(([{ topic, partition }, offset]) => [topic, partition, offset.toString()]));
}

/** The offsets of a cursor, by `<topic>/<partition>`; undefined without one. Throws a `Problem` (400) for what is no cursor. */
export function decodePlaces(cursor: string | undefined): Map<string, bigint> | undefined {
  if (cursor === undefined) return undefined;
  const places = new Map<string, bigint>();
  for (const place of decodeCursor(cursor)) {
    const [topic, partition, offset] = Array.isArray(place) ? (place as unknown[]) : [];
    if (typeof topic !== 'string' || typeof partition !== 'number' || !/^\d{1,18}$/.test(String(offset))) {
      throw new Problem({ status: 400, code: 'invalid-cursor', title: 'The cursor cannot be read' });
    }
    places.set(partitionKey({ topic, partition }), BigInt(String(offset)));
  }
  return places;
}

/** A partition in memory. */
export function partitionKey({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}
