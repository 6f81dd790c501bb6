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
/** Of what is written as it comes: the relay takes up several rows at once, of which each may be as large. */
const PIECE_BYTES = 1 << 19;
/** Messages that wait for the commit at most. */
const MOST_PENDING = 2_000;
/** Bytes of a transaction that are kept at hand at most; who is told of its commit finds the rest in the table. */
const MOST_KEPT = 32 << 20;
const source = `/orderweave/${process.env['SERVICE_NAME'] ?? 'unknown'}`;

/** Collects a transaction's messages and writes them as few rows: those of most transactions just before the commit, many as they come. */
export class OutboxWriter {
  private pending: (Emission | OutgoingMessage)[] = [];
  private readonly kept: Promise<OutboxRow>[] = [];
  private keptBytes = 0;

  add(emissions: readonly Emission[]): void {
    for (const emission of emissions) this.pending.push(emission);
  }

  addRaw(messages: readonly OutgoingMessage[]): void {
    for (const message of messages) this.pending.push(message);
  }

  /** Whether more was collected than should wait for the commit. */
  get isFull(): boolean {
    return this.pending.length >= MOST_PENDING;
  }

  /** Sends what was collected, all of it before it returns. Throws at once what cannot be encoded. */
  write(tx: Transaction, rowBytes = PIECE_BYTES): void {
    const { pending } = this;
    this.pending = [];
    const writer = new FrameWriter(Math.min(pending.length * USUAL_BYTES, rowBytes));
    const time = new Date().toISOString();
    let envelope = { source, id: randomUUID(), time };
    for (const entry of pending) {
      if ('event' in entry) writer.addEvent(entry, envelope);
      else writer.addMessage(entry);
      if (writer.length < rowBytes) continue;
      this.append(tx, writer);
      envelope = { source, id: randomUUID(), time };
    }
    if (writer.count > 0) this.append(tx, writer);
  }

  /** Sends what is left; resolves with the rows of the transaction that are at hand. */
  flush(tx: Transaction): Promise<OutboxRow[]> {
    if (this.pending.length > 0) this.write(tx, ROW_BYTES);
    return Promise.all(this.kept);
  }

  private append(tx: Transaction, writer: FrameWriter): void {
    const { count: messages } = writer;
    const frames = writer.take();
    if (this.keptBytes + frames.length > MOST_KEPT) return tx.write(APPEND, [messages, frames]);
    this.keptBytes += frames.length;
    const row = tx
      .query<{ id: string }>(APPEND, [messages, frames])
      .then(([row]) => ({ id: row!.id, messages, frames }));
    // What is sent after it says what failed.
    row.catch(() => undefined);
    this.kept.push(row);
  }
}
