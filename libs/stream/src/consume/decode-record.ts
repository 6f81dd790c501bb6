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
    const type = textHeader(message.headers, 'ce_type');
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
      return { message, received: new ReceivedRecord(event, payload, { topic, partition }, message) };
    } catch (error) {
      return { message, outcome: deadLetter('UNDECODABLE', error) };
    }
  };
}

/** A decoded record. Its headers are read when they are asked for: few handlers do. */
class ReceivedRecord implements Received {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;

  constructor(
    readonly event: EventDefinition,
    readonly payload: unknown,
    from: { topic: string; partition: number },
    private readonly message: KafkaMessage,
  ) {
    this.topic = from.topic;
    this.partition = from.partition;
    this.offset = message.offset;
  }

  get timestamp(): number {
    return Number(this.message.timestamp);
  }

  get headers(): Readonly<Record<string, string>> {
    return textHeaders(this.message.headers);
  }

  get traceparent(): string | undefined {
    return textHeader(this.message.headers, 'traceparent');
  }
}

/** One Kafka header as text; of one given several times the first counts. */
function textHeader(headers: IHeaders | undefined, name: string): string | undefined {
  const value = headers?.[name];
  return (Array.isArray(value) ? value[0] : value)?.toString();
}

/** Kafka headers as text; of a header given several times the first counts. */
export function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  const text: Record<string, string> = {};
  for (const name in headers) {
    const value = textHeader(headers, name);
    if (value !== undefined) text[name] = value;
  }
  return text;
}
