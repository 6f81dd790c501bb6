import { randomUUID } from 'node:crypto';
import { statement } from '../statement.js';
import type { Transaction } from '../transaction.js';
import type { Emission, OutgoingMessage } from './emission.js';
import { FrameWriter } from './frames.js';
import type { OutboxRow } from './outbox-row.js';

const APPEND = statement('outbox.append', 'INSERT INTO outbox (messages, frames) VALUES ($1, $2) RETURNING id');
const ROW_BYTES = 4 << 20;
/** A message with its headers, by and large. */
const USUAL_BYTES = 1 << 10;
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

  /** Writes what was collected; returns the rows. */
  async flush(tx: Transaction): Promise<OutboxRow[]> {
    const rows: OutboxRow[] = [];
    if (this.pending.length === 0) return rows;
    const writer = new FrameWriter(Math.min(this.pending.length * USUAL_BYTES, ROW_BYTES));
    const time = new Date().toISOString();
    let envelope = { source, id: randomUUID(), time };
    const write = async () => {
      const { count: messages } = writer;
      const frames = writer.take();
      const [row] = await tx.query<{ id: string }>(APPEND, [messages, frames]);
      rows.push({ id: row!.id, messages, frames });
    };
    for (const entry of this.pending) {
      if ('event' in entry) writer.addEvent(entry, envelope);
      else writer.addMessage(entry);
      if (writer.length < ROW_BYTES) continue;
      await write();
      envelope = { source, id: randomUUID(), time };
    }
    if (writer.count > 0) await write();
    return rows;
  }
}
