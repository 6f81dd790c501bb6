import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { RulePolicy } from '@orderweave/domain-notification';
import { Database, type Transaction } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import type { Logger } from 'pino';
import { AlertFeed } from '../../alerts/alert-feed.js';
import { CALENDAR_OF, type CalendarOf } from '../../life/tenant-calendar.js';
import { RULE_POLICY } from '../../rules/load-policy.js';
import { countOutcomes } from '../outcome-metrics.js';
import { closeRecovered } from './close-recovered.js';
import { tenantsWithNews } from './outcome-news.store.js';
import { settleOutcomes } from './settle-outcomes.js';

/** For news that were left behind: by a process that died, or by one that is too busy. */
const LOOK_EVERY_MS = 2_000;
/** News gather for so long: judging is not on the way of an alert, and a run for each batch would be in its way. */
const GATHER_MS = 200;

/** Judges outcomes as soon as orders or alerts have committed: one run at a time here, one tenant at a time among all replicas. */
@Injectable()
export class OutcomeSettler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly feed: AlertFeed,
    @Inject(RULE_POLICY) private readonly policy: RulePolicy,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    clearTimeout(this.soon);
    await this.running;
  }

  /** Judges what is new in a moment, or after the run under way. */
  wake(): void {
    if (this.closed || this.soon) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.soon = setTimeout(() => this.run(), GATHER_MS);
  }

  private run(): void {
    this.soon = undefined;
    this.running = this.settleAll(Date.now())
      .catch((error: unknown) => this.log.warn({ err: error }, 'outcomes could not be judged; it is tried again'))
      .finally(() => {
        this.running = undefined;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  /** Judges all that is new, in transactions of bounded size; what fails for one tenant keeps no other waiting. */
  async settleAll(wallNow: number): Promise<void> {
    const faults: unknown[] = [];
    for (const tenant of await tenantsWithNews(this.database)) {
      const once = () => this.database.transaction((tx) => this.settleOnce(tx, tenant, wallNow));
      try {
        while (!this.closed && (await once()));
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw faults[0];
  }

  /** Judges all that a tenant has news of before time goes on for it, within a transaction. */
  async settle(tx: Transaction, tenant: string, wallNow: number): Promise<void> {
    while (await this.settleOnce(tx, tenant, wallNow));
  }

  /** Returns whether there may be more. */
  private async settleOnce(tx: Transaction, tenant: string, wallNow: number): Promise<boolean> {
    const { changed, more, now } = await settleOutcomes(tx, tenant, wallNow);
    const rules = { policy: this.policy, calendarOf: this.calendarOf };
    const closed = await closeRecovered(tx, rules, { tenant, changed, now });
    tx.onCommit(() => {
      countOutcomes(changed);
      if (closed > 0) this.feed.wake();
    });
    return more;
  }
}
