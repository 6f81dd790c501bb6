import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { readClock, type Locale } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { decodeCursor, encodeCursor, type CallerIdentity } from '@orderweave/service';
import { personOf } from '../../alerts/alert-inbox.js';
import { loadClocks } from '../../clock/tenant-clock.store.js';
import { CALENDAR_OF, type CalendarOf } from '../../life/tenant-calendar.js';
import { listOutcomes, type OutcomeFilter, type OutcomePosition } from './list-outcomes.js';
import type { OutcomeListQuery, OutcomeSelection } from './outcome-query.js';
import type { OutcomePage } from './outcome-response.js';
import { outcomesCsv } from './outcomes-csv.js';
import { readPeriod } from './read-period.js';

/** Outcomes as a caller may see them: a rep those of alerts that the inbox shows as well. */
@Injectable()
export class OutcomeReader {
  constructor(
    private readonly database: Database,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** A page of outcomes, those of the newest alerts first. */
  async list(caller: CallerIdentity, query: OutcomeListQuery, locale: Locale): Promise<OutcomePage> {
    const { cursor, limit } = query;
    const filter = await this.filterFor(caller, query);
    const after = cursor ? place(cursor) : undefined;
    const items = await listOutcomes(this.database, filter, { locale, limit: limit + 1 }, after);
    const page = items.slice(0, limit);
    const last = items.length > limit ? page.at(-1) : undefined;
    return { items: page, next: last ? encodeCursor([last.raisedAt, last.alertId]) : null };
  }

  /** All of them as CSV. */
  async csv(caller: CallerIdentity, query: OutcomeSelection, locale: Locale): Promise<Readable> {
    return outcomesCsv(this.database, await this.filterFor(caller, query), locale);
  }

  /** What a tenant's clock shows, epoch milliseconds. */
  async nowOf(tenant: string): Promise<number> {
    const clocks = await this.database.transaction((tx) => loadClocks(tx, [tenant]));
    return readClock(clocks.get(tenant), Date.now());
  }

  private async filterFor(caller: CallerIdentity, query: OutcomeSelection): Promise<OutcomeFilter> {
    const { tenant } = caller;
    const now = await this.nowOf(tenant);
    const period = readPeriod(query, { now, timeZone: this.calendarOf(tenant).timeZone });
    const { rule, owner, customer, outcome, heldOut } = query;
    return { tenant, now, period, person: personOf(caller), rule, owner, customer, outcome, heldOut };
  }
}

function place(cursor: string): OutcomePosition {
  const [raisedAt, alertId] = decodeCursor(cursor, 2).map(String) as [string, string];
  if (Number.isNaN(Date.parse(raisedAt))) decodeCursor('');
  return [raisedAt, alertId];
}
