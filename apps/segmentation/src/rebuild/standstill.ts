import { setTimeout as sleep } from 'node:timers/promises';
import { holdPartitions, releasePartitions, type Database } from '@orderweave/postgres';
import type { Logger } from 'pino';
import { NotAtRestError } from './exchange-states.js';

const LOOK_AGAIN_MS = 20;

/** What stands still, and how to know that it does. */
export interface StandstillParts {
  readonly database: Database;
  readonly consumer: string;
  readonly topic: string;
  /** What the live service still has to do besides reading `topic`; empty when it is at rest. */
  readonly unfinished: () => Promise<string[]>;
  /** Longest wait for it to come to rest, in milliseconds. */
  readonly withinMs: number;
  readonly log: Pick<Logger, 'info'>;
}

/**
 * Keeps the live service from reading further activities, in all its processes, waits until it has told everything that follows from those
 * that it has read, and does `work`; then it reads on. What arrives meanwhile waits in Kafka. Throws `NotAtRestError` when it does not come
 * to rest in time.
 */
export async function atStandstill<T>(
  parts: StandstillParts,
  work: (release: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { database, consumer, topic, log } = parts;
  let ended = false;
  const release = async (): Promise<void> => {
    await database.transaction((tx) => releasePartitions(tx, consumer));
    if (!ended) log.info({ ms: Math.round(performance.now() - began) }, 'the live service stood still');
    ended = true;
  };
  const began = performance.now();
  await database.transaction((tx) => holdPartitions(tx, consumer, topic));
  try {
    await comeToRest(parts);
    return await work(release);
  } finally {
    await release();
  }
}

async function comeToRest({ unfinished, withinMs }: StandstillParts): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const left = await unfinished();
    if (left.length === 0) return;
    if (performance.now() > deadline)
      throw new NotAtRestError(`The live service does not come to rest: ${left.join(', ')}`);
    await sleep(LOOK_AGAIN_MS);
  }
}
