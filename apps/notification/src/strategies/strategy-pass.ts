import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { entitle, type Grant } from '@orderweave/domain-notification';
import { Database, type Transaction } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import type { Logger } from 'pino';
import { RuleDirectory, tenantNow } from '../rules/versions/rule-directory.js';
import { pageOfStates } from './customer-state.store.js';
import { digestStrategies } from './digest-strategies.js';
import { announce, endSorted, grantSorted } from './entitlement-keeper.js';
import type { EndOf, EntitlementRow, GrantTo } from './entitlement.store.js';
import { activeOf, lockPass, savePass, tenantsWithStates } from './strategy-pass.store.js';

const EACH_MS = 60_000;
const DAY_MS = 86_400_000;
/** Customers in one transaction. */
const PAGE = 500;

/** Looks at all customers anew when other strategies have come into force, page by page, in the background. */
@Injectable()
export class StrategyPass implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly rules: RuleDirectory,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), EACH_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Looks whether there is anything to do, without anybody waiting for it. */
  wake(): void {
    this.running = this.running
      .then(() => this.runAll(Date.now()))
      .catch((error: unknown) =>
        this.log.warn({ err: error }, 'customers could not be looked at by new strategies; it is tried again'),
      );
  }

  /** Looks at all customers of whom that is due; `wallNow` in epoch milliseconds. */
  async runAll(wallNow: number): Promise<void> {
    for (const tenant of await tenantsWithStates(this.database)) {
      while (!this.closed && (await this.database.transaction((tx) => this.step(tx, tenant, wallNow))));
    }
  }

  /** Looks at the next customers of a tenant; false when there are none left. */
  async step(tx: Transaction, tenant: string, wallNow: number): Promise<boolean> {
    const pass = await lockPass(tx, tenant);
    const { number, policy } = await this.rules.inForce(tx, tenant, wallNow);
    const applied = digestStrategies(policy);
    if (!pass || (pass.applied === applied && pass.nextCustomer === null)) return false;
    const from = pass.applied === applied ? pass.nextCustomer! : '';
    const states = await pageOfStates(tx, tenant, { from, customers: PAGE + 1 });
    const customers = [...new Set(states.map(({ customerId }) => customerId))];
    const nextCustomer = customers[PAGE] ?? null;
    const seen = states.filter(({ customerId }) => customerId !== nextCustomer);
    const now = await tenantNow(tx, tenant, wallNow);
    const held = new Map(
      (await activeOf(tx, tenant, customers.slice(0, PAGE))).map((row) => [keyOf(row.customerId, row), row]),
    );
    const grants = seen.flatMap((of) =>
      entitle(of, policy.strategies ?? []).granted.flatMap((grant): GrantTo[] => {
        const known = held.get(keyOf(of.customerId, grant));
        if (known) held.delete(keyOf(of.customerId, grant));
        const kept = grantNow(grant, known, now);
        return kept ? [{ ...kept, of, rulesVersion: number }] : [];
      }),
    );
    // What is left is granted by nothing any more.
    const ends = [...held.values()].map(({ strategy, kind, customerId }): EndOf => {
      return { strategy, kind, of: { tenant, customerId }, at: now };
    });
    tx.publish(announce(await endSorted(tx, ends), await grantSorted(tx, grants)));
    await savePass(tx, tenant, { applied, nextCustomer });
    return nextCustomer !== null;
  }
}

/** What a strategy grants from now on: what is granted already keeps its beginning; what has ended by itself stays so. */
function grantNow(grant: Grant, known: EntitlementRow | undefined, now: number): Grant | undefined {
  const days = grant.until === null ? null : (grant.until - grant.since) / DAY_MS;
  const since = known ? known.since.getTime() : Math.max(grant.since, now);
  const until = days === null ? null : since + days * DAY_MS;
  return known && until !== null && until <= now ? undefined : { ...grant, since, until };
}

function keyOf(customerId: string, { strategy, kind }: { strategy: string; kind: string }): string {
  return `${customerId}\n${strategy}\n${kind}`;
}
