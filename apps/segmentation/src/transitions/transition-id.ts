import { createHash } from 'node:crypto';
import type { Change } from './change.js';

/** 128 bits of SHA-256 (hex) over what changed: the same change has the same id however often it is computed. */
export function transitionId(change: Change): string {
  const { tenant, customerId, kind, basis, month, from, to, effectiveAt, cause, version } = change;
  // The moment of what moves live is the clock's at recording; its version says enough.
  const moment = kind === 'tier' || kind === 'value-band' || kind === 'rfm' ? null : effectiveAt;
  const content = [tenant, customerId, kind, basis, month, from, to, moment, cause.type, cause.ref, version];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}
