import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link lets its holder do, once it is confirmed. */
export const LINK_ACTIONS = ['acknowledge', 'snooze', 'unsubscribe', 'calendar'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** What is signed. */
export interface LinkClaim {
  readonly tenant: string;
  readonly action: LinkAction;
  /** The alert's id; for `unsubscribe` the endpoint's, for `calendar` a person's name. */
  readonly subject: string;
  /** Who is recorded as having acted: the person, or the place that the card was sent to. */
  readonly actor: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** What a token says: the claim, or why it cannot be trusted. */
export type ReadLink = { readonly claim: LinkClaim } | { readonly fault: 'invalid' | 'expired' };

const LONGEST = 2_000;

/** A token that can stand in an address: the claim and its HMAC-SHA256 by `key`, both in base64url. */
export function signLink({ tenant, action, subject, actor, expiresAt }: LinkClaim, key: Buffer): string {
  const claim = Buffer.from(JSON.stringify([tenant, action, subject, actor, expiresAt])).toString('base64url');
  return `${claim}.${mac(claim, key).toString('base64url')}`;
}

/** Reads a token that any of the keys signed. `now` in epoch milliseconds. */
export function readLink(token: string, keys: readonly Buffer[], now: number): ReadLink {
  const [claim, signature, more] = token.length > LONGEST ? [] : token.split('.');
  if (!claim || !signature || more !== undefined) return { fault: 'invalid' };
  const given = Buffer.from(signature, 'base64url');
  const known = keys.some((key) => {
    const expected = mac(claim, key);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!known) return { fault: 'invalid' };
  const fields = JSON.parse(Buffer.from(claim, 'base64url').toString()) as [string, LinkAction, string, string, number];
  const [tenant, action, subject, actor, expiresAt] = fields;
  return expiresAt * 1000 <= now ? { fault: 'expired' } : { claim: { tenant, action, subject, actor, expiresAt } };
}

function mac(claim: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(`orderweave-link\n${claim}`).digest();
}
