/** A row of the outbox: one transaction's messages. */
export interface OutboxRow {
  readonly id: string;
  /** How many messages. */
  readonly messages: number;
  /** See `FrameWriter`. */
  readonly frames: Buffer;
}
