import { Inject, Injectable } from '@nestjs/common';
import { NO_TEAM, readClock } from '@orderweave/domain-notification';
import { Database, type Transaction } from '@orderweave/postgres';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { DeliveryQueue } from '../delivery/delivery-queue.js';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { loadTeams } from '../team/sales-team.store.js';
import { tenantsWithDueTasks } from './due-tasks.store.js';
import { sweepTasks, type TaskSweepParts } from './sweep-tasks.js';
import { tellOverdue } from './tell-overdue.js';

/** Rounds in one transaction at most; the rest is for the next minute. */
const MOST_ROUNDS = 5;

/** Does to tasks what time does: each minute by the wall clock, and with every move of a manual clock. */
@Injectable()
export class TaskClockwork {
  private readonly parts: TaskSweepParts;

  constructor(
    private readonly database: Database,
    queue: DeliveryQueue,
    @Inject(CALENDAR_OF) calendarOf: CalendarOf,
  ) {
    this.parts = {
      calendarOf,
      tell: (tx, tenant, today, news) => tellOverdue(tx, { queue, calendarOf }, { tenant, today, news }),
    };
  }

  /** Sweeps all tenants with due tasks, each by its own clock and in a transaction of its own; clocks ahead of the wall's sweep as they move. */
  async sweepAll(wallNow: number): Promise<number> {
    const tenants = await this.database.transaction((tx) => tenantsWithDueTasks(tx, wallNow));
    let swept = 0;
    for (const tenant of tenants) swept += await this.database.transaction((tx) => this.sweep(tx, tenant, wallNow));
    return swept;
  }

  /** Sweeps one tenant within a transaction; returns how many tasks it looked at. */
  async sweep(tx: Transaction, tenant: string, wallNow: number): Promise<number> {
    const clock = (await loadClocks(tx, [tenant])).get(tenant);
    const [now, leaps] = [readClock(clock, wallNow), clock?.mode === 'manual'];
    const team = (await loadTeams(tx, [tenant])).get(tenant) ?? NO_TEAM;
    let swept = 0;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const seen = await sweepTasks(tx, this.parts, { tenant, team, now, leaps });
      if (seen === 0) break;
      swept += seen;
    }
    return swept;
  }
}
