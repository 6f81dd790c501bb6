import { CustomerTransition, type Transition } from '@orderweave/contracts';
import type { Received } from '@orderweave/stream';

/** A customer at risk since 2026-03-01, for specs and measurements; whatever is given replaces its part. */
export function sampleTransition(given: Partial<Transition> = {}): Transition {
  return {
    id: 't-1',
    tenant: 'default',
    customerId: 'c-1',
    customer: { name: '华东贸易', identifiers: ['email:buyer@example.com'], owner: 'li.wei' },
    kind: 'risk',
    from: 'watch',
    to: 'at-risk',
    effectiveAt: '2026-03-01T00:00:00Z',
    recordedAt: '2026-03-01T00:00:00Z',
    cause: { type: 'deadline' as Transition['cause']['type'] },
    because: {
      inputs: [
        { name: 'risk', value: 'at-risk' },
        { name: 'silence', value: 42, threshold: 41, unit: 'days' },
        { name: 'typical-gap', value: 13.5, unit: 'days' },
        { name: 'overdue', value: 3.11, threshold: 3, unit: 'gaps' },
        { name: 'last-purchase', value: '2026-01-18' },
        { name: 'restored-by-order-until', value: '2026-05-17' },
      ],
      orders: [{ order: 'tmall/1001', placedOn: '2026-01-18', netAmount: '1240.5' }],
      currency: 'CNY',
      policyVersion: 'default-1',
    },
    alertable: true,
    ...given,
  };
}

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
