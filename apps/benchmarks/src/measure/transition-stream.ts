import type { Transition } from '@orderweave/contracts';

/** Transitions as notification gets them, each of another customer, so that every one of them raises an alert. */
export interface TransitionShape {
  /** Names customers and transitions: no two streams of one run may share one. */
  readonly name: string;
  readonly count: number;
  /** When they became true and were recorded, epoch milliseconds. */
  readonly at: number;
}

/** What changes, by turns: alerts with and without throttle, tasks that repeat, and one that another alert could inhibit. */
const CHANGES = [
  { kind: 'tier', from: 'A', to: 'B', basis: 'final', label: 'down' },
  { kind: 'risk', from: 'watch', to: 'at-risk' },
  { kind: 'stage', from: null, to: 'new' },
  { kind: 'behind-pace', from: null, to: 'behind' },
] as const;
const OWNERS = 20;

/** `count` transitions; the same for the same arguments. */
export function* transitionStream({ name, count, at }: TransitionShape): Iterable<Transition> {
  const moment = new Date(at).toISOString();
  for (let index = 0; index < count; index++) {
    const change = CHANGES[index % CHANGES.length]!;
    const id = `${name}-${index}`;
    yield {
      ...{ id, tenant: 'default', customerId: `c_${id}`, ...change },
      ...(change.kind === 'tier' && { month: moment.slice(0, 7) }),
      customer: { name: `客户 ${id}`, identifiers: [`email:${id}@example.com`], owner: `rep-${index % OWNERS}` },
      ...{ effectiveAt: moment, recordedAt: moment, cause: { type: 'deadline' }, alertable: true },
      because: {
        inputs: [
          { name: 'silence', value: 42, threshold: 41, unit: 'days' },
          { name: 'typical-gap', value: 13.5, unit: 'days' },
          { name: 'last-purchase', value: moment.slice(0, 10) },
        ],
        orders: [{ order: `shop/${id}`, placedOn: moment.slice(0, 10), netAmount: '1240.5' }],
        ...{ currency: 'CNY', policyVersion: 'default-1' },
      },
    };
  }
}
