import { randomUUID } from 'node:crypto';
import type { EventDefinition } from '@orderweave/contracts';

/** An event to publish, with the trace that caused it. */
export interface Emission<T = unknown> {
  readonly event: EventDefinition<T>;
  readonly payload: T;
  /** W3C `traceparent` of the cause. */
  readonly traceparent?: string | undefined;
}

/** A Kafka record as the outbox keeps it. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: Buffer;
}

/** Says that an event happened; typed by its definition. */
export function emit<T>(
  event: EventDefinition<T>,
  payload: T,
  cause?: { traceparent?: string | undefined },
): Emission<T> {
  return { event, payload, traceparent: cause?.traceparent };
}

/** Encodes an event with the CloudEvents attributes of the Kafka protocol binding (binary content mode). */
export function encodeEmission(
  { event, payload, traceparent }: Emission,
  source: string,
  now: string,
): OutgoingMessage {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: event.type,
    ce_source: source,
    ce_time: now,
    'content-type': 'application/json',
  };
  if (traceparent) headers['traceparent'] = traceparent;
  return { topic: event.topic, key: event.key(payload), headers, value: Buffer.from(JSON.stringify(payload)) };
}
