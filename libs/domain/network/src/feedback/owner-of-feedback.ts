import { originOf } from '../identity/customer-id.js';
import { mayLink, type IdentityPolicy } from '../identity/identity-policy.js';
import type { KnownIdentifier } from '../identity/join-plainly.js';

/** What is known of those whom a word of feedback names. */
export interface FeedbackNames {
  /** Whose the order is; null while it is not there, or for an anonymous one. */
  readonly orderCustomer: string | null;
  readonly identifiers: readonly string[];
  readonly known: ReadonlyMap<string, KnownIdentifier>;
}

/**
 * The customer that feedback belongs to: that of its order, else of its strongest identifier that belongs to somebody and is neither shared nor
 * blocked; null when nobody is known (yet). Feedback finds customers; it founds and merges none, as only orders and profiles tell who is who.
 */
export function ownerOfFeedback(
  { orderCustomer, identifiers, known }: FeedbackNames,
  policy: IdentityPolicy,
): string | null {
  if (orderCustomer !== null) return orderCustomer;
  const found = identifiers.filter((identifier) => {
    const one = known.get(identifier);
    return one !== undefined && one.customerId !== null && !one.shared && mayLink(identifier, policy);
  });
  return found.length === 0 ? null : (known.get(originOf(found))?.customerId ?? null);
}
