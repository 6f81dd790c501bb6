import type { CustomerState } from './customer-state.js';
import type { EntitlementKind, Strategy } from './strategy.js';

const DAY_MS = 86_400_000;

/** What a strategy grants to a customer. Instants are epoch milliseconds. */
export interface Grant {
  readonly strategy: string;
  readonly kind: EntitlementKind;
  readonly since: number;
  /** When it ends by itself; null for never. */
  readonly until: number | null;
  readonly detail: string | null;
}

/** A grant that does not hold in a state. */
export type Refusal = Pick<Grant, 'strategy' | 'kind'>;

/** What of some strategies a customer's state grants, and what it does not; strategies about other states say nothing. */
export function entitle(
  { state, value, effectiveAt }: Pick<CustomerState, 'state' | 'value' | 'effectiveAt'>,
  strategies: readonly Strategy[],
): { granted: Grant[]; refused: Refusal[] } {
  const granted: Grant[] = [];
  const refused: Refusal[] = [];
  for (const strategy of strategies) {
    if (!concerns(strategy, state)) continue;
    const holds = value !== null && strategy.in.includes(value);
    for (const { kind, validDays, detail = null } of strategy.grants) {
      if (!holds) refused.push({ strategy: strategy.id, kind });
      else {
        const until = validDays === undefined ? null : effectiveAt + validDays * DAY_MS;
        granted.push({ strategy: strategy.id, kind, since: effectiveAt, until, detail });
      }
    }
  }
  return { granted, refused };
}

function concerns(strategy: Strategy, state: string): boolean {
  return strategy.state === 'segment' ? state === `segment:${strategy.in[0]!}` : strategy.state === state;
}
