import type { Logger } from 'pino';
import { ChangeSignal } from '../change-signal.js';
import type { KafkaAccess } from '../kafka-client.js';
import { LogFetcher } from './log-fetcher.js';
import type { LogRecord } from './log-record.js';

const SLICE = { records: 500, bytes: 8 << 20 };

/** A stretch of a partition: offsets from `from` up to, but without, `to`. */
export interface LogRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** Records that stand next to each other in one of the ranges. */
export interface RangePart {
  readonly range: LogRange;
  readonly records: readonly LogRecord[];
}

/** Thrown when Kafka did not give all that was asked for in time. */
export class SlowLogError extends Error {
  override name = 'SlowLogError';
}

/** Reads stretches of the log and leaves no trace: no group, no offset. Each partition's records come in order. Throws `SlowLogError` after `withinMs`. */
export async function* readRanges(
  { client, options }: KafkaAccess,
  ranges: readonly LogRange[],
  { log, withinMs }: { log: Logger; withinMs: number },
): AsyncGenerator<RangePart, void, undefined> {
  const deadline = Date.now() + withinMs;
  const arrived = new ChangeSignal();
  const admin = client.admin();
  await admin.connect();
  const fetcher = new LogFetcher({ admin, options, log }, () => arrived.raise());
  try {
    const left = new Set(
      ranges
        .filter(({ from, to }) => from < to)
        .map((range) => ({ range, followed: fetcher.follow(range.topic, range.partition, range.from) })),
    );
    while (left.size > 0) {
      const ready = [...left].filter(({ followed }) => followed.hasNews);
      for (const one of ready) {
        const { records, nextOffset } = await one.followed.take({ ...SLICE, before: one.range.to });
        fetcher.taken();
        if (nextOffset >= one.range.to) left.delete(one);
        yield { range: one.range, records };
      }
      const remainingMs = deadline - Date.now();
      if (remainingMs <= 0) throw new SlowLogError(`not read within ${withinMs} ms`);
      if (ready.length === 0) await arrived.next(remainingMs);
    }
  } finally {
    fetcher.close();
    await admin.disconnect();
  }
}
