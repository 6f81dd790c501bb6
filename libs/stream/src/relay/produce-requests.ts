import type { OutgoingMessage } from '@orderweave/postgres';
import type { TopicMessages } from 'kafkajs';

/** A broker accepts 1 MiB a record batch unless told otherwise, and all messages of a request may go to one partition. */
const REQUEST_BYTES = 900_000;

/** Cuts messages, in order, into produce requests that every broker accepts, each grouped by topic. */
export function* produceRequests(
  messages: readonly OutgoingMessage[],
  limit = REQUEST_BYTES,
): Iterable<TopicMessages[]> {
  let topics = new Map<string, TopicMessages>();
  let bytes = 0;
  for (const { topic, key, headers, value } of messages) {
    const size = value.length + key.length + 300;
    if (bytes > 0 && bytes + size > limit) {
      yield [...topics.values()];
      topics = new Map();
      bytes = 0;
    }
    bytes += size;
    let entry = topics.get(topic);
    if (!entry) topics.set(topic, (entry = { topic, messages: [] }));
    entry.messages.push({ key, headers, value });
  }
  if (bytes > 0) yield [...topics.values()];
}
