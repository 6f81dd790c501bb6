import { statement } from '../statement.js';
import type { Transaction } from '../transaction.js';
import { encodeEmission, type Emission, type OutgoingMessage } from './emission.js';
import { packFrames } from './frames.js';

const APPEND = statement('outbox.append', 'INSERT INTO outbox (messages, frames) VALUES ($1, $2)');
const ROW_BYTES = 4 << 20;
const source = `/orderweave/${process.env['SERVICE_NAME'] ?? 'unknown'}`;

/** Collects a transaction's messages and writes them as few rows just before its commit. */
export class OutboxWriter {
  private readonly pending: (Emission | OutgoingMessage)[] = [];

  add(emissions: readonly Emission[]): void {
    for (const emission of emissions) this.pending.push(emission);
  }

  addRaw(messages: readonly OutgoingMessage[]): void {
    for (const message of messages) this.pending.push(message);
  }

  /** Writes what was collected; returns the number of messages. */
  async flush(tx: Transaction): Promise<number> {
    if (this.pending.length === 0) return 0;
    const now = new Date().toISOString();
    let row: OutgoingMessage[] = [];
    let bytes = 0;
    const write = () => tx.execute(APPEND, [row.length, packFrames(row)]);
    for (const entry of this.pending) {
      const message = 'event' in entry ? encodeEmission(entry, source, now) : entry;
      if (bytes + message.value.length > ROW_BYTES && row.length > 0) {
        await write();
        row = [];
        bytes = 0;
      }
      row.push(message);
      bytes += message.value.length;
    }
    await write();
    return this.pending.length;
  }
}
