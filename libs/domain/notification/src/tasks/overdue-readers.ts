import type { Day } from '@orderweave/domain-ordering';
import { addWorkdays, type WorkingCalendar } from '../calendar/working-calendar.js';
import { peopleAt } from '../routing/route-alert.js';
import type { SalesTeam } from '../routing/sales-team.js';

/** Working days after its day on which a task becomes the manager's matter, unless the team says otherwise. */
export const DEFAULT_MANAGER_AFTER_DAYS = 3;

/** Who is told that a task is overdue. */
export interface OverdueReaders {
  /** Whose task it is, or who stands in. */
  readonly own: readonly string[];
  /** Who is told besides because it has been so for too long, or because it is nobody's: the manager, else the pool. */
  readonly above: readonly string[];
}

/** Who is told on a day of a task that was due before it. */
export function overdueReaders(
  { day, assignee }: { readonly day: Day; readonly assignee: string | null },
  today: Day,
  team: SalesTeam,
  calendar: Pick<WorkingCalendar, 'isWorkday'>,
): OverdueReaders {
  const own = assignee === null ? [] : peopleAt('owner', assignee, team, today);
  const late = today >= addWorkdays(day, team.tasks?.managerAfterDays ?? DEFAULT_MANAGER_AFTER_DAYS, calendar);
  if (own.length > 0 && !late) return { own, above: [] };
  const managers = assignee === null ? [] : peopleAt('manager', assignee, team, today);
  const above = managers.length > 0 ? managers : peopleAt('pool', undefined, team, today);
  return { own, above: above.filter((name) => !own.includes(name)) };
}
