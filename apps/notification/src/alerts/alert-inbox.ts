import { Inject, Injectable } from '@nestjs/common';
import type { AlertEvent, Locale, RulePolicy } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { decodeCursor, encodeCursor, Problem, type CallerIdentity } from '@orderweave/service';
import { familyOf, findFamilies } from '../merges/find-families.js';
import { changeAlert } from '../life/change-alert.js';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { RULE_POLICY } from '../rules/load-policy.js';
import { readAlertTasks } from '../tasks/read-alert-tasks.js';
import { findCustomers } from '../visits/find-customers.js';
import { AlertFeed } from './alert-feed.js';
import type { AlertRow } from './alert-row.js';
import type { AlertListQuery, AlertSelection } from './alert-query.js';
import type { AlertCounts, AlertDetail, AlertPage, AlertView } from './alert-view.js';
import { presentAlert, presentDetail } from './present-alert.js';
import { countAlerts, findAlert, listAlerts, readAudit, readDeliveries, type AlertFilter } from './read-alerts.js';

/** The alerts that a caller may see, and what the caller may do with them. Reps see those that concern them. */
@Injectable()
export class AlertInbox {
  constructor(
    private readonly database: Database,
    @Inject(RULE_POLICY) private readonly policy: RulePolicy,
    private readonly feed: AlertFeed,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** A page of alerts, newest first. */
  async list(caller: CallerIdentity, query: AlertListQuery, locale: Locale): Promise<AlertPage> {
    const { cursor, limit } = query;
    const rows = await listAlerts(
      this.database,
      await this.filterFor(caller, query),
      limit + 1,
      cursor ? place(cursor) : undefined,
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map((row) => presentAlert(row, this.policy, locale)),
      next: last ? encodeCursor([last.raisedAt.toISOString(), last.id]) : null,
    };
  }

  /** How many there are by state, and how many of the active ones by severity. */
  async counts(caller: CallerIdentity, query: AlertSelection): Promise<AlertCounts> {
    const filter = await this.filterFor(caller, query);
    const counts: AlertCounts = { active: 0, byState: {}, bySeverity: {} };
    for (const { state, severity, alerts } of await countAlerts(this.database, filter)) {
      counts.byState[state] = (counts.byState[state] ?? 0) + alerts;
      if (state !== 'open' && state !== 'delivered') continue;
      counts.active += alerts;
      counts.bySeverity[severity] = (counts.bySeverity[severity] ?? 0) + alerts;
    }
    return counts;
  }

  /** One alert with its reason, deliveries and history; a `Problem` (404) for one that the caller may not see. */
  async read(caller: CallerIdentity, id: string, locale: Locale): Promise<AlertDetail> {
    const row = await findAlert(this.database, caller.tenant, id, personOf(caller));
    if (!row) throw unknownAlert(id);
    const [deliveries, audit, tasks] = await Promise.all([
      readDeliveries(this.database, caller.tenant, id),
      readAudit(this.database, caller.tenant, id),
      readAlertTasks(this.database, this.calendarOf, row, locale),
    ]);
    return { ...presentDetail(presentAlert(row, this.policy, locale), row, deliveries, audit), tasks };
  }

  /** An alert as the caller reads it. */
  present(row: AlertRow, locale: Locale): AlertView {
    return presentAlert(row, this.policy, locale);
  }

  /** What an alert says in its title; undefined when there is none. */
  async titleOf(tenant: string, id: string, locale: Locale): Promise<string | undefined> {
    const row = await findAlert(this.database, tenant, id);
    return row && presentAlert(row, this.policy, locale).title;
  }

  /** Acts on an alert; repeating an action changes nothing. Throws a `Problem`: 404 unknown, 409 not possible in its state. */
  async change(
    caller: Pick<CallerIdentity, 'tenant' | 'name' | 'role'>,
    { alertId, event, note, traceparent }: AlertAct,
    locale: Locale,
  ): Promise<AlertView> {
    const rules = { policy: this.policy, calendarOf: this.calendarOf };
    const change = { tenant: caller.tenant, alertId, event, person: personOf(caller), note, traceparent };
    const done = await this.database.transaction((tx) => changeAlert(tx, rules, change, Date.now()));
    if (done.result === 'unknown') throw unknownAlert(alertId);
    if (done.result === 'refused') {
      const detail = `The alert is ${done.alert.state}, so this cannot be done with it.`;
      throw new Problem({ status: 409, code: 'alert-state', title: 'Not possible in this state', detail });
    }
    if (done.result === 'changed') this.feed.wake();
    return presentAlert(done.alert, this.policy, locale);
  }

  private async filterFor(
    caller: CallerIdentity,
    { state, severity, kind, owner, customer, search }: AlertSelection,
  ): Promise<AlertFilter> {
    const { tenant } = caller;
    const person = personOf(caller);
    const customerIds = await this.idsOf(tenant, customer, search);
    const what = { states: state, severities: severity, kinds: kind, customerIds };
    return { tenant, owner: person ? undefined : owner, person, ...what };
  }

  /** All ids of the customers that are asked for by id, by name or by both; undefined where none is. */
  private async idsOf(tenant: string, customer?: string, search?: string): Promise<string[] | undefined> {
    const one = customer === undefined ? undefined : await familyOf(this.database, tenant, customer);
    if (search === undefined) return one;
    const found = await findFamilies(this.database, tenant, await findCustomers(this.database, tenant, search));
    return one ? one.filter((id) => found.has(id)) : [...found.keys()];
  }
}

/** What a caller does with which alert. */
export interface AlertAct {
  readonly alertId: string;
  /** What is done, given the tenant's moment. */
  readonly event: (now: number) => AlertEvent;
  readonly note?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** The person whose alerts alone a caller may see; undefined for all. */
export function personOf({ role, name }: Pick<CallerIdentity, 'role' | 'name'>): string | undefined {
  return role === 'rep' ? name : undefined;
}

function place(cursor: string): { raisedAt: string; id: string } {
  const [raisedAt, id] = decodeCursor(cursor, 2).map(String) as [string, string];
  if (Number.isNaN(Date.parse(raisedAt))) decodeCursor('');
  return { raisedAt, id };
}

function unknownAlert(id: string): Problem {
  return new Problem({
    status: 404,
    code: 'unknown-alert',
    title: 'No such alert',
    detail: `There is no alert ${id}.`,
  });
}
