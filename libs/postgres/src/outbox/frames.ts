import type { OutgoingMessage } from './emission.js';

/**
 * One transaction's messages as one value: for each, a length and the JSON of `[topic, key, headers]`, then a length and the
 * payload's bytes. One outbox row a transaction instead of one a message makes the outbox cost next to nothing.
 */
export function packFrames(messages: readonly OutgoingMessage[]): Buffer {
  const parts: Buffer[] = [];
  for (const { topic, key, headers, value } of messages) {
    const head = Buffer.from(JSON.stringify([topic, key, headers]));
    parts.push(lengthOf(head), head, lengthOf(value), value);
  }
  return Buffer.concat(parts);
}

/** The messages of `packFrames`; throws `RangeError` on bytes that it did not write. */
export function unpackFrames(frames: Buffer): OutgoingMessage[] {
  const messages: OutgoingMessage[] = [];
  let position = 0;
  const next = (): Buffer => {
    const start = position + 4;
    const end = start + frames.readUInt32BE(position);
    if (end > frames.length) throw new RangeError('An outbox row ends in the middle of a message');
    position = end;
    return frames.subarray(start, end);
  };
  while (position < frames.length) {
    const [topic, key, headers] = JSON.parse(next().toString('utf8')) as [string, string, Record<string, string>];
    messages.push({ topic, key, headers, value: next() });
  }
  return messages;
}

function lengthOf(part: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(part.length);
  return length;
}
