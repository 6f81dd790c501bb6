import type { CallerIdentity } from '../auth/caller.js';
import { ServiceConfig } from '../config.js';
import { type DeadLetter, tenantNamed } from './dead-letter.js';

/** Tenant of the keys that may see to what belongs to no tenant. */
const PLATFORM = '*';

/** Who may see which dead letter: a tenant's people their own, the platform's admin all. */
export class LetterAccess {
  private readonly single: boolean;

  constructor(config: ServiceConfig) {
    this.single = Array.isArray(config.tenants) && config.tenants.length === 1;
  }

  /** Whether somebody answers for the platform: an admin whose key has the tenant `*`, or the admin of the only tenant. */
  isPlatform({ role, tenant }: CallerIdentity): boolean {
    return role === 'admin' && (tenant === PLATFORM || this.single);
  }

  /** Whether the caller may see a letter, and put `value` in its place. */
  allows(caller: CallerIdentity, { headers, value: original }: DeadLetter, value = original): boolean {
    if (this.isPlatform(caller)) return true;
    return [original, value].every((bytes) => tenantNamed(headers, bytes) === caller.tenant);
  }
}
