import type { Day } from '@orderweave/domain-ordering';
import { peopleAt } from '../routing/route-alert.js';
import type { SalesTeam } from '../routing/sales-team.js';

/** Who is told that tasks of one person are overdue. */
export interface OverdueReaders {
  /** Whose they are, or who stands in; nobody where they are nobody's, or everybody is away. */
  readonly own: readonly string[];
  /** Who is told of late ones besides, and of all where there is nobody else: the manager, for want of one the pool. */
  readonly above: readonly string[];
}

/** Who is told on a day of the overdue tasks of somebody, or of nobody (null). */
export function overdueReaders(assignee: string | null, today: Day, team: SalesTeam): OverdueReaders {
  const own = assignee === null ? [] : peopleAt('owner', assignee, team, today);
  const managers = assignee === null ? [] : peopleAt('manager', assignee, team, today);
  const above = managers.length > 0 ? managers : peopleAt('pool', undefined, team, today);
  return { own, above: above.filter((name) => !own.includes(name)) };
}
