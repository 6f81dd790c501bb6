import { addMonths, type Month } from '@orderweave/domain-ordering';

/** What the transitions have told of a customer's month tiers. */
export interface KnownTiers {
  /** The first month of which anything was told of the customer. */
  readonly knownSince: Month;
  /** The last close at which the tier was another than at the close before; null when there was none yet. */
  readonly change: { readonly month: Month; readonly from: string; readonly to: string } | null;
  /** By month, the newest few: the tier that the orders came to last; null without a positive amount. */
  readonly live: Readonly<Record<Month, string | null>>;
}

/** A customer's tier at the newest close, and the one before; null where there was no close with this customer. */
export interface ClosedTier {
  readonly tier: string;
  readonly previous: string | null;
}

/**
 * The tier of a customer at the close of a month, the newest one of the tenant. Closes tell of tiers that differ from the close before,
 * so who was told of keeps that tier since; who never was has had one tier at all closes, the one that the orders of a closed month came
 * to. Undefined for who was not known in that month.
 */
export function closedTier({ knownSince, change, live }: KnownTiers, closed: Month): ClosedTier | undefined {
  if (change) return { tier: change.to, previous: change.month === closed ? change.from : change.to };
  if (knownSince > closed) return undefined;
  const tier = live[closed] ?? 'D';
  const before = addMonths(closed, -1);
  return { tier, previous: knownSince > before ? null : (live[before] ?? tier) };
}

/**
 * The newest month that is surely closed: one that a close was told of, or one that ended longer ago than any grace. `told` is the
 * former, `lastOver` the latter.
 */
export function newestClosed(told: Month | null, lastOver: Month): Month {
  return told !== null && told > lastOver ? told : lastOver;
}
