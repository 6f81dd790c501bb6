import { formatDay, type Day } from '@orderweave/domain-ordering';
import { ESCALATION_LEVELS, type EscalationLevel } from '../alerts/timed-steps.js';
import type { Person, SalesTeam } from './sales-team.js';

/** Where an alert stands between owner, manager and pool. */
export interface Route {
  /** Who is told at this step, without those who were told before. */
  readonly people: readonly string[];
  /** The highest level that was reached. */
  readonly level: EscalationLevel;
}

/** The people of a level, present on a day: substitutes stand in for who is away, and who is away without one is left out. */
export function peopleAt(level: EscalationLevel, owner: string | undefined, team: SalesTeam, day: Day): string[] {
  const present = (name: string | undefined) => (name === undefined ? [] : standIn(name, team, day));
  if (level === 'owner') return present(owner);
  if (level === 'manager') return present(managerOf(owner, team));
  return [...new Set(team.pool.flatMap(present))];
}

/**
 * Whom a new alert goes to: everybody of the levels that its rule names. Where those are nobody, because there is no owner or everybody
 * is away, it goes to the first higher level that has somebody.
 */
export function routeAlert(
  levels: readonly EscalationLevel[],
  owner: string | undefined,
  team: SalesTeam,
  day: Day,
): Route {
  const people = [...new Set(levels.flatMap((level) => peopleAt(level, owner, team, day)))];
  const highest = ESCALATION_LEVELS.findLast((level) => levels.includes(level)) ?? 'owner';
  if (people.length > 0) return { people, level: highest };
  return escalate({ level: highest, told: [] }, owner, team, day) ?? { people: [], level: highest };
}

/** The next step up that reaches somebody who was not told yet; undefined when there is none. */
export function escalate(
  { level, told }: { readonly level: EscalationLevel; readonly told: readonly string[] },
  owner: string | undefined,
  team: SalesTeam,
  day: Day,
): Route | undefined {
  for (const next of ESCALATION_LEVELS.slice(ESCALATION_LEVELS.indexOf(level) + 1)) {
    const people = peopleAt(next, owner, team, day).filter((name) => !told.includes(name));
    if (people.length > 0) return { people, level: next };
  }
  return undefined;
}

/** Whether a step up that reaches nobody on a day will reach somebody once those who are away are back. */
export function isAnybodyAway(
  told: { readonly level: EscalationLevel; readonly told: readonly string[] },
  owner: string | undefined,
  team: SalesTeam,
): boolean {
  const people = team.people.map((person) => ({ ...person, absences: [] }));
  // Nobody is away in that team, on whatever day.
  return escalate(told, owner, { ...team, people }, 0) !== undefined;
}

/** Who is there for somebody: the person, else the substitute, else the substitute's; nobody when all are away. */
function standIn(name: string, team: SalesTeam, day: Day): string[] {
  const asked = new Set<string>();
  for (let at: string | undefined = name; at !== undefined && !asked.has(at);) {
    asked.add(at);
    const absence = absenceOf(find(at, team), day);
    if (!absence) return [at];
    at = absence.substitute;
  }
  return [];
}

function absenceOf(person: Person | undefined, day: Day) {
  const today = formatDay(day);
  return person?.absences?.find(({ from, to }) => from <= today && today <= to);
}

function managerOf(owner: string | undefined, team: SalesTeam): string | undefined {
  const mine = find(owner, team)?.team;
  return team.teams.find(({ name }) => name === mine)?.manager;
}

function find(name: string | undefined, { people }: SalesTeam): Person | undefined {
  return people.find((person) => person.name === name);
}
