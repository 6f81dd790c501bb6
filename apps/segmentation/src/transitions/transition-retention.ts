import { TRANSITION_KINDS } from '@orderweave/contracts';
import type { Day } from '@orderweave/domain-ordering';
import type { Database } from '@orderweave/postgres';
import type { TenantMoments } from '../models/tenant-moments.js';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import { dropOldTransitions, OLDEST } from './old-transition.store.js';

const DAY_MS = 86_400_000;
const PAGE = 1_000;
/** By a tenant's clock: what is kept for years need not go on the very day. */
const EVERY_DAYS = 7;

/** Forgets transitions that are older than so many days by the tenant's clock, but never the last one of a kind of a customer. */
export class TransitionRetention {
  private readonly sweptOn = new Map<string, Day>();
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
    private readonly moments: TenantMoments,
    private readonly kept: { readonly days: number; readonly page?: number },
  ) {}

  /** Looks at the tenants whose clock has moved a week since the last time. Returns how many transitions went. */
  async sweep(): Promise<number> {
    let gone = 0;
    for (const { tenant } of this.policies.all()) {
      const moment = (await this.moments.load(this.database, [tenant])).get(tenant);
      if (!moment || moment.day < (this.sweptOn.get(tenant) ?? Number.NEGATIVE_INFINITY) + EVERY_DAYS) continue;
      gone += await this.sweepTenant(tenant, moment.now - this.kept.days * DAY_MS);
      if (!this.stopped) this.sweptOn.set(tenant, moment.day);
    }
    return gone;
  }

  /** Ends a sweep after the page under way. */
  stop(): void {
    this.stopped = true;
  }

  private async sweepTenant(tenant: string, before: number): Promise<number> {
    let gone = 0;
    for (const kind of TRANSITION_KINDS) {
      for (let after = OLDEST; !this.stopped;) {
        const asked = { tenant, kind, after, before: new Date(before).toISOString(), limit: this.kept.page ?? PAGE };
        const page = await dropOldTransitions(this.database, asked);
        gone += page.gone;
        if (page.last === null) break;
        after = page.last;
      }
    }
    return gone;
  }
}

/** For how many days transitions are kept: TRANSITION_DAYS, 730 unless told; throws an error that says what is allowed. */
export function readTransitionDays(env: NodeJS.ProcessEnv): number {
  const given = env['TRANSITION_DAYS'];
  const days = Number(given || 730);
  if (Number.isInteger(days) && days >= 90 && days <= 36_500) return days;
  throw new Error(`TRANSITION_DAYS is "${given}"; give a whole number of days from 90 to 36500`);
}
