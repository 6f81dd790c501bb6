import type { EventDefinition } from '@orderweave/contracts';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { Received } from '../topology.js';
import { deadLetter, drop, type Outcome } from './outcome.js';

/** A record with the outcome that it has so far. */
export interface DecodedRecord {
  readonly message: KafkaMessage;
  readonly received?: Received;
  readonly outcome?: Outcome;
}

/** Turns records into events: by the `ce_type` header, or, on a topic with one event, without it. */
export function recordDecoder(events: readonly EventDefinition[]) {
  const byType = new Map(events.map((event) => [event.type, event]));
  const only = events.length === 1 ? events[0] : undefined;
  return function decodeRecord(message: KafkaMessage, topic: string, partition: number): DecodedRecord {
    const headers = textHeaders(message.headers);
    const type = headers['ce_type'];
    const event = type === undefined ? only : byType.get(type);
    if (!event) {
      if (type !== undefined) return { message, outcome: drop('event-not-handled') };
      return {
        message,
        outcome: deadLetter('UNKNOWN_EVENT', new Error(`No ce_type header on a topic with several events`)),
      };
    }
    if (message.value === null) return { message, outcome: drop('tombstone') };
    try {
      const payload = event.decode(message.value);
      const { offset, timestamp } = message;
      const received = { event, payload, topic, partition, offset, timestamp: Number(timestamp), headers };
      return { message, received: { ...received, traceparent: headers['traceparent'] } };
    } catch (error) {
      return { message, outcome: deadLetter('UNDECODABLE', error) };
    }
  };
}

/** Kafka headers as text; of a header given several times the first counts. */
export function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  const text: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) text[name] = first.toString();
  }
  return text;
}
