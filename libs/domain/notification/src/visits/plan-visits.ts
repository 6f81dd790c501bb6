import type { Day } from '@orderweave/domain-ordering';
import type { TaskKind } from '../tasks/task-life.js';
import { fillDays, type Fitting } from './fill-days.js';
import { cadenceOf, hasStopped, VISIT_AIMS, type VisitAim } from './visit-aim.js';
import { ownDay, type VisitPeriod } from './visit-period.js';

/** A customer whom somebody is to see to. */
export interface VisitCustomer {
  readonly id: string;
  /** At the newest close, and at the one before. */
  readonly tier: string;
  readonly previous: string | null;
  /** What was done for the customer since the end of the closed month, or in the periods that the week touches. */
  readonly contacts: readonly { readonly day: Day; readonly kind: TaskKind }[];
}

/** Something that is to be done for a customer in any case. */
export interface VisitTask {
  readonly id: string;
  readonly customerId: string;
  readonly kind: TaskKind;
  readonly day: Day;
}

/** The week of a plan. */
export interface VisitWeek {
  /** From Monday to Sunday. */
  readonly week: VisitPeriod;
  readonly today: Day;
  /** The last day of the newest closed month. */
  readonly closedUntil: Day;
  readonly isWorkday: (day: Day) => boolean;
  /** How many customers one person can see to on a day. */
  readonly perDay: number;
}

/** A customer to see to on a day. */
export interface PlannedVisit {
  readonly customerId: string;
  readonly aim: VisitAim;
  readonly kind: TaskKind;
  readonly taskId: string | null;
  /** Null where no day of the week has room. */
  readonly day: Day | null;
}

type Wish = Fitting<Omit<PlannedVisit, 'day'>>;

/**
 * The visits of a week for one person: open tasks on their days, and between them what the tiers ask for, each customer on an own day of
 * the week, half or month, unless there was such a contact in it or a task stands for it. In the week of today what was missed is made
 * up for; days that are over, and days on which nobody works, get nothing. The most urgent are placed first where a day has no room.
 */
export function planVisits(
  customers: readonly VisitCustomer[],
  tasks: readonly VisitTask[],
  plan: VisitWeek,
): PlannedVisit[] {
  const { week, today, isWorkday, perDay } = plan;
  const isNow = today >= week.first && today <= week.last;
  const begin = isNow ? today : week.first;
  const days: Day[] = [];
  for (let day = begin; day <= week.last; day++) if (isWorkday(day)) days.push(day);
  const owed = tasks.map((task) => ({ ...task, day: isNow ? Math.max(task.day, begin) : task.day }));
  const wishes = [
    ...owed.filter(({ day }) => day >= begin && day <= week.last).map(taskWish),
    ...customers.flatMap((customer) => tierWishes(customer, owed, { ...plan, begin, isNow })),
  ];
  const rank = ({ what }: Wish) => VISIT_AIMS.indexOf(what.aim);
  const sorted = wishes.sort(
    (a, b) => rank(a) - rank(b) || a.wanted - b.wanted || (a.what.customerId < b.what.customerId ? -1 : 1),
  );
  return fillDays(sorted, days, perDay).map(({ what, day }) => ({ ...what, day }));
}

function taskWish({ id, customerId, kind, day }: VisitTask): Wish {
  return { what: { customerId, aim: 'task', kind, taskId: id }, wanted: day, from: 0, until: Infinity };
}

function tierWishes(
  { id, tier, previous, contacts }: VisitCustomer,
  tasks: readonly VisitTask[],
  plan: VisitWeek & { readonly begin: Day; readonly isNow: boolean },
): Wish[] {
  const { week, closedUntil, begin, isNow, isWorkday } = plan;
  const done = [...contacts, ...tasks.filter(({ customerId }) => customerId === id)];
  if (hasStopped(tier, previous)) {
    const seen = done.some(({ kind, day }) => (kind === 'call' || kind === 'visit') && day > closedUntil);
    const what = { customerId: id, aim: 'stopped', kind: 'visit', taskId: null } as const;
    return isNow && !seen ? [{ what, wanted: begin, from: begin, until: Infinity }] : [];
  }
  const cadence = cadenceOf(tier);
  if (!cadence) return [];
  const { aim, kind, by, periodOf } = cadence;
  const periods = new Map([week.first, week.last].map((day) => [periodOf(day).first, periodOf(day)]));
  return [...periods.values()].flatMap((period) => {
    const own = ownDay(id, period, isWorkday);
    const seen = done.some((one) => by.includes(one.kind) && one.day >= period.first && one.day <= period.last);
    if (own === undefined || seen || own > week.last || (own < begin && !isNow) || period.last < begin) return [];
    const what = { customerId: id, aim, kind, taskId: null };
    return [{ what, wanted: Math.max(own, begin, period.first), from: period.first, until: period.last }];
  });
}
