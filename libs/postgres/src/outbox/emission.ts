import type { EventDefinition } from '@orderweave/contracts';
import { ByteWriter } from './byte-writer.js';

/** An event to publish, with the trace that caused it. */
export interface Emission<T = unknown> {
  readonly event: EventDefinition<T>;
  readonly payload: T;
  /** W3C `traceparent` of the cause. */
  readonly traceparent?: string | undefined;
}

/** A Kafka record in parts. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: Buffer;
}

/** What the events of one transaction have in common. */
export interface Envelope {
  /** CloudEvents `source`. */
  readonly source: string;
  /** Unique; an event's `id` is this and its number. */
  readonly id: string;
  /** ISO 8601 instant. */
  readonly time: string;
}

/** Says that an event happened; typed by its definition. */
export function emit<T>(
  event: EventDefinition<T>,
  payload: T,
  cause?: { traceparent?: string | undefined },
): Emission<T> {
  return { event, payload, traceparent: cause?.traceparent };
}

const encoded = new WeakMap<EventDefinition, { source: string; count: number; bytes: Buffer }>();

/** The headers that all events of one kind share, encoded once. */
export function eventHeaders(event: EventDefinition, source: string): { count: number; bytes: Buffer } {
  const known = encoded.get(event);
  if (known?.source === source) return known;
  const headers = {
    ce_specversion: '1.0',
    ce_type: event.type,
    ce_source: source,
    'content-type': 'application/json',
  };
  const writer = new ByteWriter(256);
  for (const [name, text] of Object.entries(headers)) writer.varText(name).varText(text);
  const made = { source, count: Object.keys(headers).length, bytes: writer.take() };
  encoded.set(event, made);
  return made;
}
