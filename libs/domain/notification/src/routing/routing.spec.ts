import { describe, expect, it } from '@jest/globals';
import { parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { salesTeamFaults } from './parse-sales-team.js';
import { escalate, peopleAt, routeAlert } from './route-alert.js';
import { NO_TEAM, type SalesTeam } from './sales-team.js';

const day = parseDay('2026-11-23');
const away = (substitute?: string) => ({
  absences: [{ from: '2026-11-20', to: '2026-11-23', ...(substitute && { substitute }) }],
});
const team = (changes: Record<string, object> = {}): SalesTeam => ({
  people: ['li', 'wang', 'zhao', 'boss', 'pool-1'].map((name) => ({
    ...{ name, ...(name !== 'pool-1' && { team: 'east' }) },
    ...changes[name],
  })),
  teams: [{ name: 'east', manager: 'boss' }],
  pool: ['pool-1'],
});

describe('routing', () => {
  it('goes to the levels of the rule', () => {
    expect(routeAlert(['owner'], 'li', team(), day)).toEqual({ people: ['li'], level: 'owner' });
    expect(routeAlert(['owner', 'manager'], 'li', team(), day)).toEqual({ people: ['li', 'boss'], level: 'manager' });
    expect(routeAlert(['owner', 'manager'], 'boss', team(), day).people).toEqual(['boss']);
  });

  it('goes to the substitute of who is away, on the days of the absence alone', () => {
    const absent = team({ li: away('wang') });
    expect(routeAlert(['owner'], 'li', absent, day).people).toEqual(['wang']);
    expect(routeAlert(['owner'], 'li', absent, day + 1).people).toEqual(['li']);
    expect(routeAlert(['owner'], 'li', absent, parseDay('2026-11-19')).people).toEqual(['li']);
    expect(routeAlert(['owner'], 'li', team({ li: away('wang'), wang: away('zhao') }), day).people).toEqual(['zhao']);
  });

  it('goes up where nobody is there, and to nobody when there is nobody at all', () => {
    expect(routeAlert(['owner'], 'li', team({ li: away() }), day)).toEqual({ people: ['boss'], level: 'manager' });
    expect(routeAlert(['owner'], 'li', team({ li: away('wang'), wang: away('li') }), day).level).toBe('manager');
    expect(routeAlert(['owner'], undefined, team(), day)).toEqual({ people: ['pool-1'], level: 'pool' });
    expect(routeAlert(['owner'], undefined, NO_TEAM, day)).toEqual({ people: [], level: 'owner' });
    expect(routeAlert(['owner'], 'stranger', NO_TEAM, day).people).toEqual(['stranger']);
  });

  it('escalates owner → manager → pool, past who was told already, and then no more', () => {
    expect(escalate({ level: 'owner', told: ['li'] }, 'li', team(), day)).toEqual({
      people: ['boss'],
      level: 'manager',
    });
    expect(escalate({ level: 'owner', told: ['boss'] }, 'boss', team(), day)).toEqual({
      people: ['pool-1'],
      level: 'pool',
    });
    expect(escalate({ level: 'manager', told: ['li', 'boss'] }, 'li', team(), day)?.level).toBe('pool');
    expect(escalate({ level: 'pool', told: [] }, 'li', team(), day)).toBeUndefined();
  });

  it('always ends, whoever stands in for whom', () => {
    const names = ['li', 'wang', 'zhao', 'boss', 'pool-1'];
    const substitutes = fc.array(fc.option(fc.constantFrom(...names), { nil: undefined }), {
      minLength: 5,
      maxLength: 5,
    });
    fc.assert(
      fc.property(substitutes, (chosen) => {
        const all = team(Object.fromEntries(names.map((name, index) => [name, away(chosen[index])])));
        for (const level of ['owner', 'manager', 'pool'] as const) expect(peopleAt(level, 'li', all, day)).toEqual([]);
      }),
    );
  });
});

describe('a sales team', () => {
  it('is checked as a whole, with every fault at once', () => {
    expect(salesTeamFaults(team({ li: away('wang') }))).toEqual([]);
    const broken = {
      people: [
        { name: 'li', team: 'west', timeZone: 'Mars', workingHours: { from: '18:00', to: '09:00' } },
        { name: 'li', absences: [{ from: '2026-02-30', to: '2026-03-01', substitute: 'x' }] },
      ],
      teams: [{ name: 'east', manager: 'y' }],
      pool: ['z'],
      silences: [{ id: 's', from: 'now', until: 'later' }],
    };
    const fields = ['/people/1/name', '/people/0/timeZone', '/people/0/workingHours', '/people/1/absences/0'];
    expect(salesTeamFaults(broken).map(({ field }) => field)).toEqual([
      ...fields,
      ...['/people/0/team', '/people/1/absences/0/substitute', '/teams/0/manager', '/pool/0', '/silences/0'],
    ]);
    expect(salesTeamFaults({ people: 1 })[0]).toMatchObject({ field: expect.stringMatching(/^\//) });
  });
});
