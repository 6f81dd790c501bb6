import type { Transition } from '@orderweave/contracts';

/** Where a customer stands in one respect, by the transition that told it last. */
export interface CustomerState {
  readonly tenant: string;
  readonly customerId: string;
  readonly owner: string | undefined;
  /** A `StrategyState`; of segments one state each: `segment:<id>`. */
  readonly state: string;
  /** Null for outside of it. */
  readonly value: string | null;
  /** YYYY-MM for month tiers, else empty. */
  readonly month: string;
  /** Epoch milliseconds: when it was recorded, and when it became true. */
  readonly recordedAt: number;
  readonly effectiveAt: number;
  readonly transitionId: string;
}

/** What a transition tells of where its customer stands; undefined for what leaves the customer where it was. */
export function stateToldBy(transition: Transition): CustomerState | undefined {
  const state = stateOf(transition);
  if (!state) return undefined;
  const { tenant, customerId, customer, to: value, month = '', id: transitionId } = transition;
  const moments = { recordedAt: Date.parse(transition.recordedAt), effectiveAt: Date.parse(transition.effectiveAt) };
  return { tenant, customerId, owner: customer.owner, state, value, month, ...moments, transitionId };
}

/**
 * Whether `a` holds against `b` of the same customer and state, in whatever order they came: what is of a later month, was recorded later,
 * became true later. A late order makes a change true earlier than the one that it takes back, hence recorded first.
 */
export function isLater(a: CustomerState, b: CustomerState): boolean {
  if (a.month !== b.month) return a.month > b.month;
  if (a.recordedAt !== b.recordedAt) return a.recordedAt > b.recordedAt;
  if (a.effectiveAt !== b.effectiveAt) return a.effectiveAt > b.effectiveAt;
  return a.transitionId > b.transitionId;
}

/** The latest of each customer's states among some, in the order of their keys. */
export function latestStates(states: readonly CustomerState[]): CustomerState[] {
  const latest = new Map<string, CustomerState>();
  for (const one of states) {
    const key = `${one.tenant}\n${one.customerId}\n${one.state}`;
    const known = latest.get(key);
    if (!known || isLater(one, known)) latest.set(key, one);
  }
  return [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, state]) => state);
}

/** Kinds whose transitions tell a state of their own name. */
const TELL_THEMSELVES: readonly Transition['kind'][] = ['value-band', 'rfm', 'stage', 'risk'];

/** Undefined for a happening, and for a kind that is not known yet. */
function stateOf({ kind, basis, from, to }: Transition): string | undefined {
  // Within a month tiers move with every order.
  if (kind === 'tier') return basis === 'live' ? undefined : 'tier';
  if (kind === 'segment') return `segment:${to ?? from ?? ''}`;
  return TELL_THEMSELVES.includes(kind) ? kind : undefined;
}
