import { CustomerActivity } from '@orderweave/contracts';
import type { KafkaAccess } from '@orderweave/stream';
import type { Positions } from './activity-replay.js';

/** Where a partition of the log begins and ends. */
export interface LogEnds {
  readonly partition: number;
  /** The first offset that Kafka still has, and the next that it will give. */
  readonly first: bigint;
  readonly end: bigint;
}

/** Thrown when the log has lost what a shadow has not read yet: state cannot be rebuilt from it. */
export class LogIncompleteError extends Error {
  override name = 'LogIncompleteError';
}

/** Asks Kafka where the log of activities begins and ends. */
export async function readLogEnds({ client }: KafkaAccess): Promise<LogEnds[]> {
  const admin = client.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(CustomerActivity.topic);
    return offsets.map(({ partition, low, high }) => ({ partition, first: BigInt(low), end: BigInt(high) }));
  } finally {
    await admin.disconnect();
  }
}

/** Throws `LogIncompleteError` when the log begins after what was read of it. */
export function missingFrom(ends: readonly LogEnds[], read: Positions): void {
  const cut = ends.filter(({ partition, first }) => first > (read.get(partition) ?? 0n));
  if (cut.length === 0) return;
  const partitions = cut.map(({ partition, first }) => `partition ${partition} begins at offset ${first}`);
  throw new LogIncompleteError(
    `The log ${CustomerActivity.topic} no longer has its beginning: ${partitions.join(', ')}.`,
  );
}
