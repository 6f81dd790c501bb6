import { createHash } from 'node:crypto';
import { kindOf } from './identity-policy.js';

const STRENGTH = ['customer-id', 'tax-id', 'wechat-union-id', 'wechat-open-id', 'email', 'phone', 'company-domain'];

/**
 * The id of a customer that came into being with identifier `origin`: 80 bits of SHA-256, so a replay of the same log in the same
 * order gives the same ids. `turn` tells apart customers that the same identifier founded one after the other (after a split).
 */
export function customerIdFrom(tenant: string, origin: string, turn = 0): string {
  const founded = turn === 0 ? `${tenant}\n${origin}` : `${tenant}\n${origin}\n${turn}`;
  return `cus_${createHash('sha256').update(founded).digest('hex').slice(0, 20)}`;
}

/** The identifier that stands for a group: of the strongest kind, and of these the first in code-point order. */
export function originOf(identifiers: Iterable<string>): string {
  let best: string | undefined;
  for (const identifier of identifiers) if (best === undefined || isStronger(identifier, best)) best = identifier;
  if (best === undefined) throw new RangeError('a customer needs an identifier');
  return best;
}

function isStronger(a: string, b: string): boolean {
  const difference = strengthOf(a) - strengthOf(b);
  return difference === 0 ? a < b : difference < 0;
}

function strengthOf(identifier: string): number {
  const strength = STRENGTH.indexOf(kindOf(identifier));
  return strength < 0 ? STRENGTH.length : strength;
}
