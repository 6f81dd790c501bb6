import type { Day } from '@orderweave/domain-ordering';
import { readJsonFile, writeJsonFile } from './json-file.js';

/** How far a source has been played into this system; written after every step, so that a restart goes on. */
export interface PlayState {
  /** Which orders: two starts with the same text play the same ones. */
  source: string;
  /** Epoch milliseconds of the first start: a simulated year ends there, whenever it is resumed. */
  startedAt: number;
  /** The last local day whose orders are in. */
  doneThrough: Day | null;
  finished: boolean;
}

/** Thrown when the system already holds other orders. */
export class OtherSourceError extends Error {
  override name = 'OtherSourceError';
}

/** The state to go on from; a new one for a system that has none. @throws OtherSourceError */
export async function openPlayState(file: string, source: string, now: number): Promise<PlayState> {
  const known = (await readJsonFile(file)) as PlayState | undefined;
  if (!known) return { source, startedAt: now, doneThrough: null, finished: false };
  if (known.source === source) return known;
  throw new OtherSourceError(
    `This system already holds other orders (${known.source}), and its clock cannot go back for these (${source}). ` +
      'Add --fresh to forget them and start over, or set ORDERWEAVE_HOME to another folder.',
  );
}

/** Remembers how far it is. */
export async function savePlayState(file: string, state: PlayState): Promise<void> {
  await writeJsonFile(file, state);
}
