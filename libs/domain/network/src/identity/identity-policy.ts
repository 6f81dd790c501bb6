/** When an identifier says who ordered, and when it only relates people. */
export interface IdentityPolicy {
  /** Most channel customer ids that an identifier may stand with before it counts as shared. */
  readonly sharedAfter: number;
  /** Patterns of normalised identifiers that identify nobody, such as `email:noreply@…`. */
  readonly blocked: readonly RegExp[];
}

export const DEFAULT_IDENTITY_POLICY: IdentityPolicy = Object.freeze({
  sharedAfter: 20,
  blocked: Object.freeze([/^email:(?:no-?reply|do-?not-?reply|donotreply|mailer-daemon|postmaster)(?:[+.-][^@]*)?@/]),
});

/** `customer-id` of `customer-id:shop/4711`. */
export function kindOf(identifier: string): string {
  return identifier.slice(0, identifier.indexOf(':'));
}

/** Whether this is a customer id that a channel gave. */
export function isChannelCustomerId(identifier: string): boolean {
  return identifier.startsWith('customer-id:');
}

/** Identifiers on the block list relate and merge nobody; they stay on the order and are otherwise ignored. */
export function isBlocked(identifier: string, policy: IdentityPolicy): boolean {
  return policy.blocked.some((pattern) => pattern.test(identifier));
}

/** Whether an identifier merges people at all, as long as it is not shared by too many. */
export function mayLink(identifier: string, policy: IdentityPolicy): boolean {
  return !identifier.startsWith('company-domain:') && !isBlocked(identifier, policy);
}

/** Whether an identifier that stands with `links` channel customer ids is shared. A channel's own customer id never is. */
export function isShared(identifier: string, links: number, policy: IdentityPolicy): boolean {
  return links > policy.sharedAfter && !isChannelCustomerId(identifier);
}
