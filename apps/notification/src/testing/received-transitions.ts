import { CustomerTransition, type Transition } from '@orderweave/contracts';
import type { Received } from '@orderweave/stream';

/** Transitions as they come off Kafka. */
export function receivedTransitions(transitions: readonly Transition[]): Received<Transition>[] {
  return transitions.map((payload, index) => ({
    event: CustomerTransition,
    payload,
    topic: CustomerTransition.topic,
    partition: 0,
    offset: String(index),
    timestamp: Date.parse(payload.recordedAt),
    traceparent: undefined,
    headers: {},
  }));
}
