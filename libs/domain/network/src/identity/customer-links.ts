import { isBlocked, isChannelCustomerId, type IdentityPolicy } from './identity-policy.js';

/** "This identifier stood on one document with this channel customer id." */
export type CustomerLink = readonly [identifier: string, customerIdentifier: string];

/** The links that one document states; its blocked identifiers state none. */
export function customerLinks(identifiers: readonly string[], policy: IdentityPolicy): CustomerLink[] {
  if (identifiers.length < 2) return [];
  const usable = identifiers.filter((identifier) => !isBlocked(identifier, policy));
  const customerIds = usable.filter(isChannelCustomerId);
  if (customerIds.length === 0) return [];
  return usable
    .filter((identifier) => !isChannelCustomerId(identifier))
    .flatMap((identifier) => customerIds.map((customerId) => [identifier, customerId] as const));
}

/** A link as the key of a set or map. */
export function linkKey([identifier, customerIdentifier]: CustomerLink): string {
  return `${identifier}\n${customerIdentifier}`;
}
