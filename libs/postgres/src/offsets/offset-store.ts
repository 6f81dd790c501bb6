import type { Database } from '../database.js';
import { statement } from '../statement.js';
import type { Transaction } from '../transaction.js';
import { FREE, HELD } from './offset-hold.js';

const CLAIM = statement(
  'offsets.claim',
  `INSERT INTO stream_offset AS o (consumer, topic, partition, epoch, owner, next_offset)
   VALUES ($1, $2, $3, 1, $4, 0)
   ON CONFLICT (consumer, topic, partition) DO UPDATE SET epoch = o.epoch + 1, owner = excluded.owner, claimed_at = now()
    WHERE o.owner <> '${HELD}'
   RETURNING epoch, next_offset`,
);
const ADVANCE = statement(
  'offsets.advance',
  `UPDATE stream_offset SET next_offset = $5
    WHERE consumer = $1 AND topic = $2 AND partition = $3 AND epoch = $4 AND next_offset <= $5`,
);
const OWNER = statement(
  'offsets.owner',
  'SELECT owner FROM stream_offset WHERE consumer = $1 AND topic = $2 AND partition = $3',
);
const POSITIONS = statement(
  'offsets.positions',
  'SELECT topic, partition, next_offset FROM stream_offset WHERE consumer = $1',
);

/** Who may write a partition's results, and from which offset on. */
export interface Claim {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: string;
  readonly nextOffset: bigint;
}

/** Thrown when a consumer writes for a partition that another one has claimed since: whatever it did is rolled back. */
export class StaleOwnerError extends Error {
  override name = 'StaleOwnerError';
}

/** Thrown for a partition that is held: nobody reads it until it is released. */
export class HeldPartitionError extends Error {
  override name = 'HeldPartitionError';
}

/**
 * Offsets beside the state that they belong to. Claiming a partition raises its epoch; advancing needs the epoch of the claim,
 * so a consumer that lost its partition without noticing is refused by PostgreSQL.
 */
export class OffsetStore {
  constructor(
    private readonly database: Database,
    private readonly consumer: string,
  ) {}

  /**
   * Takes a partition over; a batch that the former owner has in flight commits before, or never. Throws `HeldPartitionError` while it
   * is held.
   */
  async claim(topic: string, partition: number, owner: string): Promise<Claim> {
    const values = [this.consumer, topic, partition, owner];
    const [row] = await this.database.query<{ epoch: string; next_offset: string }>(CLAIM, values);
    if (!row) throw new HeldPartitionError(`${topic}/${partition} is held`);
    return { topic, partition, epoch: row.epoch, nextOffset: BigInt(row.next_offset) };
  }

  /** Moves a claimed partition to `nextOffset` within the transaction that holds the batch's results. */
  async advance(tx: Transaction, claim: Claim, nextOffset: bigint): Promise<void> {
    const { topic, partition, epoch } = claim;
    const moved = await tx.execute(ADVANCE, [this.consumer, topic, partition, epoch, nextOffset.toString()]);
    if (moved !== 1)
      throw new StaleOwnerError(`${topic}/${partition} was claimed by another consumer after epoch ${epoch}`);
  }

  /** Whether a partition was taken from its owner for nobody else: it may be claimed anew, at once or when it is released. */
  async isOwnerless(topic: string, partition: number): Promise<boolean> {
    const [row] = await this.database.query<{ owner: string }>(OWNER, [this.consumer, topic, partition]);
    return row?.owner === HELD || row?.owner === FREE;
  }

  /** The next offset to read, by topic and partition, of every partition ever claimed. */
  async positions(): Promise<Map<string, Map<number, bigint>>> {
    const rows = await this.database.query<{ topic: string; partition: number; next_offset: string }>(POSITIONS, [
      this.consumer,
    ]);
    const positions = new Map<string, Map<number, bigint>>();
    for (const { topic, partition, next_offset } of rows) {
      if (!positions.has(topic)) positions.set(topic, new Map());
      positions.get(topic)?.set(partition, BigInt(next_offset));
    }
    return positions;
  }
}
