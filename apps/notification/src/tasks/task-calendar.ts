import { Inject, Injectable } from '@nestjs/common';
import {
  calendarFor,
  customerName,
  NO_TEAM,
  planTasks,
  readLink,
  renderAlert,
  renderCalendar,
  signLink,
  type CalendarEntry,
  type Locale,
  type RulePolicy,
  type WorkingCalendar,
} from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import type { AlertRow } from '../alerts/alert-row.js';
import { listAlerts } from '../alerts/read-alerts.js';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { publicUrl } from '../links/public-url.js';
import { RULE_POLICY } from '../rules/load-policy.js';
import { KeyRing } from '../secrets/key-ring.js';
import { findTeam } from '../team/sales-team.store.js';

const YEAR_SECONDS = 366 * 86_400;
const MOST_ALERTS = 500;
/** Tasks are shown so far ahead. */
const AHEAD_DAYS = 60;
const UNSETTLED = ['open', 'delivered', 'acknowledged', 'snoozed'];

/** What a person has to do by the plays of unsettled alerts, as a calendar that other programs subscribe to. */
@Injectable()
export class TaskCalendar {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    @Inject(RULE_POLICY) private readonly policy: RulePolicy,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** The address of a person's calendar, valid for a year; undefined where the service does not know its own address. */
  async address(tenant: string, person: string): Promise<string | undefined> {
    const base = publicUrl();
    const [key] = await this.keys.linkKeys();
    const expiresAt = Math.floor(Date.now() / 1000) + YEAR_SECONDS;
    const claim = { tenant, action: 'calendar', subject: person, actor: person, expiresAt } as const;
    return base && `${base}/calendar.ics?t=${signLink(claim, key!)}`;
  }

  /** The calendar that a token opens, as iCalendar; undefined for a token that opens none. */
  async read(token: string): Promise<string | undefined> {
    const now = Date.now();
    const link = readLink(token, await this.keys.linkKeys(), now);
    if ('fault' in link || link.claim.action !== 'calendar') return undefined;
    const { tenant, subject: person } = link.claim;
    const team = (await findTeam(this.database, tenant))?.document ?? NO_TEAM;
    const known = team.people.find(({ name }) => name === person);
    const alerts = await listAlerts(this.database, { tenant, person, states: UNSETTLED }, MOST_ALERTS);
    const calendar = calendarFor(known, this.calendarOf(tenant));
    const entries = alerts.flatMap((alert) => this.entriesOf(alert, calendar, known?.locale ?? 'zh-CN'));
    return renderCalendar(`Orderweave · ${person}`, entries);
  }

  private entriesOf(alert: AlertRow, calendar: WorkingCalendar, locale: Locale): CalendarEntry[] {
    const rule = this.policy.rules.find(({ id }) => id === alert.rule);
    const play = rule && this.policy.plays[rule.play];
    if (!play) return [];
    const raisedAt = alert.raisedAt.getTime();
    const { title, summary } = renderAlert(alert.transition, rule, this.policy, locale);
    const until = localDay(raisedAt, calendar.timeZone) + AHEAD_DAYS;
    const base = publicUrl();
    return planTasks(play, raisedAt, until, calendar).map(({ number, day, text }) => ({
      uid: `${alert.id}-${number}@orderweave`,
      day,
      summary: `${customerName(alert.transition)} · ${text[locale]}`,
      description: `${title}\n${summary}`,
      url: base && `${base}/?alert=${encodeURIComponent(alert.id)}`,
      stamp: raisedAt,
    }));
  }
}
