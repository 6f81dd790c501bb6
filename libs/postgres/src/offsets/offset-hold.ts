import { statement } from '../statement.js';
import type { Transaction } from '../transaction.js';

/** Stand in a partition's row in place of an owner: nobody may claim it, and anybody may. */
export const HELD = 'held';
export const FREE = 'free';

const HOLD = statement(
  'offsets.hold',
  `UPDATE stream_offset SET epoch = epoch + 1, owner = '${HELD}' WHERE consumer = $1 AND topic = $2`,
);
const RELEASE = statement(
  'offsets.release',
  `UPDATE stream_offset SET epoch = epoch + 1, owner = '${FREE}' WHERE consumer = $1 AND owner = '${HELD}'`,
);
const TAKE_BACK = statement(
  'offsets.take-back',
  `UPDATE stream_offset SET epoch = epoch + 1, owner = '${FREE}' WHERE consumer = $1`,
);

/** Has a consumer's partitions of a topic stand still: a batch in flight commits before, or never; nobody claims them until `release`. */
export async function holdPartitions(tx: Transaction, consumer: string, topic: string): Promise<void> {
  await tx.execute(HOLD, [consumer, topic]);
}

/** Ends the hold of a consumer's partitions: their readers claim them anew and go on where they were. */
export async function releasePartitions(tx: Transaction, consumer: string): Promise<void> {
  await tx.execute(RELEASE, [consumer]);
}

/** Voids all claims of a consumer and ends every hold: its readers claim anew, and build anew what they keep in memory. */
export async function takePartitionsBack(tx: Transaction, consumer: string): Promise<void> {
  await tx.execute(TAKE_BACK, [consumer]);
}
