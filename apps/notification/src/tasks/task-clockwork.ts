import { Inject, Injectable } from '@nestjs/common';
import { NO_TEAM, readClock } from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import { Database, type Transaction } from '@orderweave/postgres';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { DeliveryQueue } from '../delivery/delivery-queue.js';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { loadTeams } from '../team/sales-team.store.js';
import { tenantsWithDueTasks } from './due-tasks.store.js';
import { remindPeople } from './remind-people.js';
import { sweepTasks } from './sweep-tasks.js';
import { tenantsWithReminders } from './task-reminder.store.js';
import { tellOverdue } from './tell-overdue.js';

/** Rounds in one transaction at most; the rest is for the next minute. */
const MOST_ROUNDS = 5;

/** Does to tasks what time does: each minute by the wall clock, and with every move of a manual clock. */
@Injectable()
export class TaskClockwork {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** Sweeps all tenants where something is due, each by its own clock and in a transaction of its own; clocks ahead of the wall's sweep as they move. */
  async sweepAll(wallNow: number): Promise<number> {
    const tenants = await this.database.transaction(async (tx) => {
      return new Set([...(await tenantsWithDueTasks(tx, wallNow)), ...(await tenantsWithReminders(tx, wallNow))]);
    });
    let swept = 0;
    for (const tenant of tenants) swept += await this.database.transaction((tx) => this.sweep(tx, tenant, wallNow));
    return swept;
  }

  /** Sweeps one tenant within a transaction; returns how many tasks it looked at. */
  async sweep(tx: Transaction, tenant: string, wallNow: number): Promise<number> {
    const clock = (await loadClocks(tx, [tenant])).get(tenant);
    const team = (await loadTeams(tx, [tenant])).get(tenant) ?? NO_TEAM;
    const sweep = { tenant, team, now: readClock(clock, wallNow), leaps: clock?.mode === 'manual' };
    let swept = 0;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const seen = await sweepTasks(tx, this.calendarOf, sweep);
      if (seen === 0) break;
      swept += seen;
    }
    const news = await remindPeople(tx, this.calendarOf, sweep);
    const today = localDay(sweep.now, this.calendarOf(tenant).timeZone);
    await tellOverdue(tx, { queue: this.queue, calendarOf: this.calendarOf }, { tenant, today, news });
    return swept;
  }
}
