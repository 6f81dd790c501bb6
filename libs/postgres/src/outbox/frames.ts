import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { eventHeaders, type Emission, type Envelope, type OutgoingMessage } from './emission.js';
import { keyHash } from './key-hash.js';

/** A message of the outbox, ready for a Kafka record batch. */
export interface OutboxRecord {
  readonly topic: string;
  /** See `keyHash`. */
  readonly keyHash: number;
  /** Key, value and headers as in a Kafka record of format 2: all that follows its offset. */
  readonly body: Buffer;
}

/**
 * One transaction's messages as one value: a table of topics, then for each message its topic, its key's hash and its record's body.
 * One outbox row a transaction instead of one a message makes the outbox cost next to nothing, and since a body goes to Kafka as it is, a
 * message is encoded once.
 */
export class FrameWriter {
  private readonly writer: ByteWriter;
  private readonly topics = new Map<string, number>();
  private messages = 0;

  /** `capacity` in bytes: what it will need, as far as known. */
  constructor(capacity?: number) {
    this.writer = new ByteWriter(capacity);
  }

  /** Messages since the last `take`. */
  get count(): number {
    return this.messages;
  }

  /** Bytes since the last `take`. */
  get length(): number {
    return this.writer.length;
  }

  /** Adds an event with its CloudEvents attributes (Kafka protocol binding, binary content mode). */
  addEvent({ event, payload, traceparent }: Emission, { source, id, time }: Envelope): void {
    const constant = eventHeaders(event, source);
    this.add(event.topic, event.key(payload), () => {
      this.writer.varText(JSON.stringify(payload));
      this.writer.varint(constant.count + (traceparent ? 3 : 2)).raw(constant.bytes);
      this.writer.varText('ce_id').varText(`${id}/${this.messages}`).varText('ce_time').varText(time);
      if (traceparent) this.writer.varText('traceparent').varText(traceparent);
    });
  }

  /** Adds a message as it is. */
  addMessage({ topic, key, headers, value }: OutgoingMessage): void {
    this.add(topic, key, () => {
      this.writer.varint(value.length).raw(value);
      const entries = Object.entries(headers);
      this.writer.varint(entries.length);
      for (const [name, text] of entries) this.writer.varText(name).varText(text);
    });
  }

  /** The row; begins anew. */
  take(): Buffer {
    const table = new ByteWriter(256).int16(this.topics.size);
    for (const topic of this.topics.keys()) table.shortText(topic);
    this.topics.clear();
    this.messages = 0;
    return Buffer.concat([table.take(), this.writer.take()]);
  }

  private add(topic: string, key: string, writeRest: () => void): void {
    let index = this.topics.get(topic);
    if (index === undefined) this.topics.set(topic, (index = this.topics.size));
    const { writer } = this;
    const start = writer.int16(index).length;
    writer.int32(0).int32(0);
    const body = writer.length;
    writer.varText(key);
    const keyLength = Buffer.byteLength(key);
    writer.patchInt32(start, keyHash(writer.since(writer.length - keyLength)));
    writeRest();
    writer.patchInt32(start + 4, writer.length - body);
    this.messages++;
  }
}

/** The messages of a row that a `FrameWriter` wrote; throws `RangeError` on bytes that it did not write. */
export function* readFrames(row: Buffer): Generator<OutboxRecord> {
  const reader = new ByteReader(row);
  const topics = Array.from({ length: reader.int16() }, () => reader.shortText());
  while (!reader.done) {
    const topic = topics[reader.int16()];
    const hash = reader.int32();
    const body = reader.raw(reader.int32());
    if (!topic) throw new RangeError('An outbox row names a topic that it does not list');
    yield { topic, keyHash: hash, body };
  }
}

/** A record's parts again. */
export function messageOf({ topic, body }: OutboxRecord): OutgoingMessage {
  const reader = new ByteReader(body);
  const key = reader.varText();
  const value = reader.raw(reader.varint());
  const headers = Array.from({ length: reader.varint() }, () => [reader.varText(), reader.varText()]);
  return { topic, key, headers: Object.fromEntries(headers) as Record<string, string>, value };
}
