import { Inject, Injectable } from '@nestjs/common';
import {
  closedTier,
  formatIsoWeek,
  newestClosed,
  parseIsoWeek,
  planVisits,
  readClock,
  TASK_KIND_WORDS,
  weekOf,
  wordVisit,
  type ClosedTier,
  type Locale,
  type PlannedVisit,
} from '@orderweave/domain-notification';
import {
  addMonths,
  formatDay,
  localDay,
  monthBounds,
  monthOf,
  startOfDay,
  type Day,
} from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { Problem } from '@orderweave/service';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { listTasks } from '../tasks/read-tasks.js';
import { shownCustomer } from '../tasks/shown-customer.js';
import type { TaskWithAlert } from '../tasks/task-row.js';
import { findTeam } from '../team/sales-team.store.js';
import { customersOf, readClose } from './customer-tier.store.js';
import { readContacts } from './read-contacts.js';
import type { VisitPlanView, VisitView } from './visit-query.js';

/** Customers a day that one person can see to, unless the sales team says otherwise. */
const VISITS_PER_DAY = 8;
/** No month is kept open longer after its end. */
const LONGEST_GRACE_DAYS = 27;
const MOST_TASKS = 1_000;
const MOST_VISITS = 1_000;

interface Named extends ClosedTier {
  readonly id: string;
  readonly name: string;
}

/** Makes the visit plan of a week for one salesperson. */
@Injectable()
export class VisitPlanner {
  constructor(
    private readonly database: Database,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** The plan of an ISO week, of the week of today without one. Throws a `Problem` (400) for a week that there is not. */
  async plan(tenant: string, person: string, week: string | undefined, locale: Locale): Promise<VisitPlanView> {
    const team = (await findTeam(this.database, tenant))?.document;
    const absences = team?.people.find(({ name }) => name === person)?.absences ?? [];
    const isWorkday = (day: Day) => {
      const text = formatDay(day);
      return this.calendarOf(tenant).isWorkday(day) && !absences.some(({ from, to }) => from <= text && text <= to);
    };
    const today = await this.today(tenant);
    const monday = week === undefined ? today : parseIsoWeek(week);
    if (monday === undefined) throw unknownWeek(week!);
    const span = weekOf(monday);
    const closed = newestClosed(await readClose(this.database, tenant), lastOver(today));
    const closedUntil = monthBounds(closed).last;
    const customers = (await customersOf(this.database, tenant, person)).flatMap((known): Named[] => {
      const tiers = closedTier(known, closed);
      return tiers ? [{ ...tiers, id: known.customerId, name: known.name ?? known.customerId }] : [];
    });
    const open = await listTasks(this.database, tenant, openUntil(person, span.last), MOST_TASKS);
    const tasks = open.map((task) => ({ ...task, customerId: shownCustomer(task).id }));
    const since = Math.min(closedUntil + 1, monthBounds(monthOf(span.first)).first);
    const contacts = await this.contacts(tenant, [...new Set(customers.map(({ id }) => id))], since);
    const perDay = team?.tasks?.visitsPerDay ?? VISITS_PER_DAY;
    const planned = planVisits(
      customers.map((customer) => ({ ...customer, contacts: contacts.get(customer.id) ?? [] })),
      tasks,
      { week: span, today, closedUntil, isWorkday, perDay },
    );
    const byDay = [...planned].sort((a, b) => (a.day ?? Infinity) - (b.day ?? Infinity)).slice(0, MOST_VISITS);
    const known = new Map(customers.map((customer) => [customer.id, customer]));
    const work = new Map(tasks.map((task) => [task.id, task]));
    return {
      ...{ week: formatIsoWeek(span.first), person, closedMonth: closed, perDay },
      visits: byDay.map((visit) => present(visit, known.get(visit.customerId), work.get(visit.taskId ?? ''), locale)),
      left: planned.filter(({ day }) => day === null).length,
    };
  }

  private async today(tenant: string): Promise<Day> {
    const clocks = await this.database.transaction((tx) => loadClocks(tx, [tenant]));
    return localDay(readClock(clocks.get(tenant), Date.now()), this.calendarOf(tenant).timeZone);
  }

  private async contacts(tenant: string, ids: readonly string[], since: Day) {
    const { timeZone } = this.calendarOf(tenant);
    const contacts = new Map<string, { day: Day; kind: TaskWithAlert['kind'] }[]>();
    for (const { customerId, kind, at } of await readContacts(
      this.database,
      tenant,
      ids,
      startOfDay(since, timeZone),
    )) {
      const list = contacts.get(customerId) ?? [];
      list.push({ day: localDay(at.getTime(), timeZone), kind });
      contacts.set(customerId, list);
    }
    return contacts;
  }
}

function openUntil(person: string, last: Day) {
  return { state: 'open', assignee: person, dueBefore: last + 1 } as const;
}

/** The last month that is surely closed by now, whatever its grace. */
function lastOver(today: Day): string {
  return addMonths(monthOf(today - LONGEST_GRACE_DAYS), -1);
}

function present(
  { day, aim, kind, customerId, taskId }: PlannedVisit,
  customer: Named | undefined,
  task: TaskWithAlert | undefined,
  locale: Locale,
): VisitView {
  const tiers = { tier: customer?.tier ?? null, previous: customer?.previous ?? null };
  const kindName = TASK_KIND_WORDS[locale][kind];
  const words =
    aim === 'task' ? { reason: taskReason(task!, locale), aim: task!.text[locale] } : wordVisit(aim, tiers, locale);
  return {
    ...{ day: day === null ? null : formatDay(day), why: aim, kind, kindName },
    ...{ customer: customerId, name: customer?.name ?? (task && shownCustomer(task).name) ?? customerId },
    ...{ tier: tiers.tier, previousTier: tiers.previous, ...words, task: taskId },
  };
}

function taskReason({ day }: TaskWithAlert, locale: Locale): string {
  return locale === 'en' ? `Task, due ${formatDay(day)}` : `任务，应于 ${formatDay(day)} 完成`;
}

function unknownWeek(week: string): Problem {
  const remedy = 'give a week that there is, such as "2026-W48"';
  const faults = [{ field: 'week', value: week, rule: 'range', remedy }];
  return new Problem({ status: 400, code: 'invalid-request', title: 'There is no such week', faults });
}
