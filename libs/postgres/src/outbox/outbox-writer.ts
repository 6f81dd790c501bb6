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

  /** Sends what was collected, all of it before it returns; resolves with the rows. Throws at once what cannot be encoded. */
  flush(tx: Transaction): Promise<OutboxRow[]> {
    if (this.pending.length === 0) return Promise.resolve([]);
    const rows: Promise<OutboxRow>[] = [];
    const writer = new FrameWriter(Math.min(this.pending.length * USUAL_BYTES, ROW_BYTES));
    const time = new Date().toISOString();
    let envelope = { source, id: randomUUID(), time };
    const append = async (messages: number, frames: Buffer): Promise<OutboxRow> => {
      const [row] = await tx.query<{ id: string }>(APPEND, [messages, frames]);
      return { id: row!.id, messages, frames };
    };
    const write = () => rows.push(append(writer.count, writer.take()));
    for (const entry of this.pending) {
      if ('event' in entry) writer.addEvent(entry, envelope);
      else writer.addMessage(entry);
      if (writer.length < ROW_BYTES) continue;
      write();
      envelope = { source, id: randomUUID(), time };
    }
    if (writer.count > 0) write();
    return Promise.all(rows);
  }
}
