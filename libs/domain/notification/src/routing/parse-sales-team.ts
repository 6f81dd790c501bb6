import { parseDay } from '@orderweave/domain-ordering';
import { Compile } from 'typebox/compile';
import { SalesTeam, type Person } from './sales-team.js';

const validator = Compile(SalesTeam);

/** Everything that is wrong with a sales team, by its place; nothing when it can be used. */
export function salesTeamFaults(document: unknown): { field: string; message: string }[] {
  if (!validator.Check(document))
    return validator.Errors(document).map(({ instancePath, message }) => ({ field: instancePath || '/', message }));
  const { people, teams, pool, silences = [] } = document;
  const names = new Set(people.map(({ name }) => name));
  const unknown = (field: string, name: string | undefined) =>
    name === undefined || names.has(name) ? [] : [{ field, message: `there is no person "${name}" in /people` }];
  const twice = (field: string, list: readonly { name: string }[]) =>
    list.flatMap(({ name }, index) =>
      list.findIndex((other) => other.name === name) < index
        ? [{ field: `/${field}/${index}/name`, message: `"${name}" is listed twice` }]
        : [],
    );
  return [
    ...twice('people', people),
    ...twice('teams', teams),
    ...people.flatMap((person, index) => personFaults(person, `/people/${index}`)),
    ...people.flatMap(({ team }, index) =>
      team === undefined || teams.some(({ name }) => name === team)
        ? []
        : [{ field: `/people/${index}/team`, message: `there is no team "${team}" in /teams` }],
    ),
    ...people.flatMap(({ absences = [] }, index) =>
      absences.flatMap(({ substitute }, at) => unknown(`/people/${index}/absences/${at}/substitute`, substitute)),
    ),
    ...teams.flatMap(({ manager }, index) => unknown(`/teams/${index}/manager`, manager)),
    ...pool.flatMap((name, index) => unknown(`/pool/${index}`, name)),
    ...silences.flatMap(({ from, until }, index) =>
      Date.parse(from) < Date.parse(until)
        ? []
        : [{ field: `/silences/${index}`, message: 'from and until must be moments (ISO 8601), from the earlier one' }],
    ),
  ];
}

function personFaults({ timeZone, workingHours, absences = [] }: Person, field: string) {
  const faults: { field: string; message: string }[] = [];
  if (timeZone !== undefined && !isTimeZone(timeZone))
    faults.push({ field: `${field}/timeZone`, message: `"${timeZone}" is no IANA time zone` });
  if (workingHours && workingHours.from >= workingHours.to)
    faults.push({ field: `${field}/workingHours`, message: 'from must be earlier than to' });
  for (const [index, { from, to }] of absences.entries()) {
    if (!isDay(from) || !isDay(to) || from > to)
      faults.push({ field: `${field}/absences/${index}`, message: 'from and to must be days, from not after to' });
  }
  return faults;
}

function isDay(text: string): boolean {
  try {
    parseDay(text);
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
