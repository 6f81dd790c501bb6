import type { EventDefinition } from '@orderweave/contracts';
import type { LogRecord } from '../fetch/log-record.js';
import type { Received } from '../topology.js';
import { deadLetter, drop, type Outcome } from './outcome.js';

/** A record with the outcome that it has so far. */
export interface DecodedRecord {
  readonly record: LogRecord;
  readonly received?: Received;
  readonly outcome?: Outcome;
}

/** Turns records into events: by the `ce_type` header, or, on a topic with one event, without it. */
export function recordDecoder(events: readonly EventDefinition[]) {
  const byType = new Map(events.map((event) => [event.type, event]));
  const only = events.length === 1 ? events[0] : undefined;
  return function decodeRecord(record: LogRecord, topic: string, partition: number): DecodedRecord {
    const type = record.header('ce_type');
    const event = type === undefined ? only : byType.get(type);
    if (!event) {
      if (type !== undefined) return { record, outcome: drop('event-not-handled') };
      return {
        record,
        outcome: deadLetter('UNKNOWN_EVENT', new Error(`No ce_type header on a topic with several events`)),
      };
    }
    const { value } = record;
    if (value === null) return { record, outcome: drop('tombstone') };
    try {
      const payload = event.decode(value);
      return { record, received: new ReceivedRecord(event, payload, { topic, partition }, record) };
    } catch (error) {
      return { record, outcome: deadLetter('UNDECODABLE', error) };
    }
  };
}

/** A decoded record. Its headers are read when they are asked for: few handlers do. */
class ReceivedRecord implements Received {
  readonly topic: string;
  readonly partition: number;

  constructor(
    readonly event: EventDefinition,
    readonly payload: unknown,
    from: { topic: string; partition: number },
    private readonly record: LogRecord,
  ) {
    this.topic = from.topic;
    this.partition = from.partition;
  }

  get offset(): string {
    return this.record.offset.toString();
  }

  get timestamp(): number {
    return this.record.timestamp;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.record.headers();
  }

  get traceparent(): string | undefined {
    return this.record.header('traceparent');
  }
}
