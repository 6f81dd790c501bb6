import { Inject, Injectable } from '@nestjs/common';
import { readClock, type RulePolicy } from '@orderweave/domain-notification';
import { Database, type Transaction } from '@orderweave/postgres';
import { AlertFeed } from '../alerts/alert-feed.js';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { DeliveryQueue } from '../delivery/delivery-queue.js';
import { RULE_POLICY } from '../rules/load-policy.js';
import { loadTeams } from '../team/sales-team.store.js';
import { tenantsWaiting } from './standing.store.js';
import type { ReownParts } from './reown-alerts.js';
import { sweepAlerts, type SweepParts } from './sweep-alerts.js';
import { CALENDAR_OF, type CalendarOf } from './tenant-calendar.js';

/** Does to alerts what time does: each minute by the wall clock, and with every move of a manual clock. */
@Injectable()
export class AlertClockwork {
  private readonly parts: SweepParts;

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
    private readonly feed: AlertFeed,
    @Inject(RULE_POLICY) policy: RulePolicy,
    @Inject(CALENDAR_OF) calendarOf: CalendarOf,
  ) {
    this.parts = {
      ...{ policy, calendarOf },
      notify: async (tx, { escalated, woken, repeated }) => {
        await queue.queue(
          tx,
          escalated.map(({ alert, people }) => ({ ...alert, recipients: people })),
        );
        await queue.remind(tx, woken);
        await queue.repeat(tx, repeated);
      },
    };
  }

  /** What handing alerts over to other owners needs. */
  reowning(now: () => number): ReownParts {
    const notify: ReownParts['notify'] = (tx, alerts) => this.queue.queue(tx, alerts);
    return { ...this.parts, notify, onChanged: () => this.feed.wake(), now };
  }

  /** Sweeps all tenants with alerts that wait for something, each by its own clock and in a transaction of its own. */
  async sweepAll(wallNow: number): Promise<number> {
    const tenants = await this.database.transaction((tx) => tenantsWaiting(tx));
    let steps = 0;
    for (const tenant of tenants) steps += await this.database.transaction((tx) => this.sweep(tx, tenant, wallNow));
    return steps;
  }

  /** Sweeps one tenant within a transaction; returns how many steps its alerts made. */
  async sweep(tx: Transaction, tenant: string, wallNow: number): Promise<number> {
    const clock = (await loadClocks(tx, [tenant])).get(tenant);
    const team = (await loadTeams(tx, [tenant])).get(tenant);
    const steps = await sweepAlerts(tx, this.parts, {
      ...{ tenant, team, now: readClock(clock, wallNow), leaps: clock?.mode === 'manual' },
    });
    if (steps > 0) tx.onCommit(() => this.feed.wake());
    return steps;
  }
}
