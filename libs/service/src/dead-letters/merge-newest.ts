import type { LogRange } from '@orderweave/stream';

/** Something of a partition, with its time. */
export interface Timed {
  readonly offset: bigint;
  readonly at: number;
}

/** What was read of a partition: all between `window.from` and `window.to`, oldest first; what is older begins at `low`. */
export interface ReadWindow<T extends Timed> {
  readonly window: LogRange;
  readonly low: bigint;
  readonly items: readonly T[];
}

/** A page, and for each partition up to where (exclusively) the next one looks. */
export interface NewestPage<T> {
  readonly page: T[];
  readonly ends: Map<LogRange, bigint>;
}

/**
 * The newest of several partitions that match, at most `limit`. It ends where a window ends below which there is more: what lies there may
 * be newer than what the others still have.
 */
export function mergeNewest<T extends Timed>(
  windows: readonly ReadWindow<T>[],
  limit: number,
  matches: (item: T) => boolean,
): NewestPage<T> {
  const piles = windows.map((one) => ({ ...one, left: [...one.items], end: one.window.to }));
  const page: T[] = [];
  while (page.length < limit) {
    for (const pile of piles) if (pile.left.length === 0) pile.end = pile.window.from;
    if (piles.some(({ left, window, low }) => left.length === 0 && window.from > low)) break;
    const full = piles.filter(({ left }) => left.length > 0);
    const newest = full.reduce<(typeof full)[number] | undefined>(
      (best, pile) => (best && best.left.at(-1)!.at >= pile.left.at(-1)!.at ? best : pile),
      undefined,
    );
    const item = newest?.left.pop();
    if (!newest || !item) break;
    newest.end = item.offset;
    if (matches(item)) page.push(item);
  }
  return { page, ends: new Map(piles.map(({ window, end }) => [window, end])) };
}
