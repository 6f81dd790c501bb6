import { Injectable } from '@nestjs/common';
import {
  NO_TEAM,
  readLink,
  renderCalendar,
  signLink,
  talkingPoints,
  TASK_KIND_WORDS,
  type CalendarEntry,
  type Locale,
} from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { publicUrl } from '../links/public-url.js';
import { KeyRing } from '../secrets/key-ring.js';
import { findTeam } from '../team/sales-team.store.js';
import { listTasks } from './read-tasks.js';
import type { TaskWithAlert } from './task-row.js';

const YEAR_SECONDS = 366 * 86_400;
const MOST_TASKS = 1_000;

/** A person's open tasks as a calendar that other programs subscribe to. */
@Injectable()
export class TaskCalendar {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
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
    const link = readLink(token, await this.keys.linkKeys(), Date.now());
    if ('fault' in link || link.claim.action !== 'calendar') return undefined;
    const { tenant, subject: person } = link.claim;
    const team = (await findTeam(this.database, tenant))?.document ?? NO_TEAM;
    const { locale = 'zh-CN' } = team.people.find(({ name }) => name === person) ?? {};
    const tasks = await listTasks(this.database, tenant, { state: 'open', assignee: person }, MOST_TASKS);
    return renderCalendar(
      `Orderweave · ${person}`,
      tasks.map((task) => entryOf(task, locale)),
    );
  }
}

function entryOf(task: TaskWithAlert, locale: Locale): CalendarEntry {
  const { id, day, customerName, kind, text, alertId, createdAt } = task;
  const base = publicUrl();
  return {
    uid: `${id}@orderweave`,
    day,
    summary: `${customerName} · ${TASK_KIND_WORDS[locale][kind]}${locale === 'en' ? ': ' : '：'}${text[locale]}`,
    description: descriptionOf(task, locale),
    url: base && (alertId ? `${base}/?alert=${encodeURIComponent(alertId)}` : `${base}/`),
    stamp: createdAt.getTime(),
  };
}

function descriptionOf({ transition, note }: TaskWithAlert, locale: Locale): string {
  const talk = transition ? talkingPoints(transition, locale) : { points: [], offers: [] };
  return [...talk.points, ...talk.offers, ...(note ? [note] : [])].join('\n');
}
