import type { Day } from '@orderweave/domain-ordering';
import type { TaskKind } from '../tasks/task-life.js';
import { halfMonthOf, weekOf, wholeMonthOf, type VisitPeriod } from './visit-period.js';

/** Why somebody is in a plan, the most urgent first: stopped after A or B, a task of a play, or what the month tier asks for. */
export const VISIT_AIMS = ['stopped', 'task', 'hold', 'raise', 'open-up', 'wake-up'] as const;
export type VisitAim = (typeof VISIT_AIMS)[number];

/** How often a tier is to be seen to, and by what. */
export interface Cadence {
  readonly aim: Exclude<VisitAim, 'stopped' | 'task'>;
  readonly kind: TaskKind;
  /** Once in each of these. */
  readonly periodOf: (day: Day) => VisitPeriod;
  /** What counts as having seen to it. */
  readonly by: readonly TaskKind[];
}

const TALKS: readonly TaskKind[] = ['call', 'visit'];
const CADENCES: Readonly<Record<string, Cadence>> = {
  A: { aim: 'hold', kind: 'call', periodOf: weekOf, by: ['call', 'visit', 'message', 'offer'] },
  B: { aim: 'raise', kind: 'visit', periodOf: halfMonthOf, by: ['visit'] },
  C: { aim: 'open-up', kind: 'visit', periodOf: wholeMonthOf, by: TALKS },
  D: { aim: 'wake-up', kind: 'call', periodOf: wholeMonthOf, by: TALKS },
};

/** A: a contact each week. B: two visits a month, one in each half. C: one talk a month. D: a phone call a month. Undefined for what is no tier. */
export function cadenceOf(tier: string): Cadence | undefined {
  return Object.hasOwn(CADENCES, tier) ? CADENCES[tier] : undefined;
}

/** Whether a tier has fallen from A or B to D: at once a call or a visit with special support. */
export function hasStopped(tier: string, previous: string | null): boolean {
  return tier === 'D' && (previous === 'A' || previous === 'B');
}
