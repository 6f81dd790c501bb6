import { randomUUID } from 'node:crypto';
import { statement } from '../statement.js';
import type { Transaction } from '../transaction.js';
import type { Emission, OutgoingMessage } from './emission.js';
import { FrameWriter } from './frames.js';

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
    const frames = new FrameWriter();
    const time = new Date().toISOString();
    let envelope = { source, id: randomUUID(), time };
    const write = async () => void (await tx.execute(APPEND, [frames.count, frames.take()]));
    for (const entry of this.pending) {
      if ('event' in entry) frames.addEvent(entry, envelope);
      else frames.addMessage(entry);
      if (frames.length < ROW_BYTES) continue;
      await write();
      envelope = { source, id: randomUUID(), time };
    }
    if (frames.count > 0) await write();
    return this.pending.length;
  }
}
