import { describe, expect, it } from '@jest/globals';
import { planTasks } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import { startOfDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import type { NewAlert } from '../alerts/alert.store.js';
import { loadPolicy } from '../rules/load-policy.js';
import { calendarOf as inShanghai } from '../testing/calendars.js';
import { planAlertTasks } from './plan-alert-tasks.js';

const { rules, plays } = loadPolicy('');
const zones: Record<string, string> = { east: 'Asia/Shanghai', west: 'America/New_York' };
const calendarOf = (tenant: string) => ({ ...inShanghai('default'), timeZone: zones[tenant]! });
const alerts = fc.array(
  fc.record({
    rule: fc.constantFrom(...rules),
    tenant: fc.constantFrom('east', 'west'),
    // A few days around the end of a month, to the hour, so that many share a day and many do not.
    hour: fc.integer({ min: 0, max: 72 }),
    muted: fc.constantFrom(undefined, 'holdout' as const),
  }),
  { maxLength: 30 },
);

describe('the tasks of alerts', () => {
  it('are those of each play from each moment, however many share a plan; none where nobody is told', () => {
    fc.assert(
      fc.property(alerts, (given) => {
        const all = given.map(({ rule, tenant, hour, muted }, index) => ({
          ...{ id: `al_${index}`, muted, raisedAt: Date.parse('2026-02-27T00:00:00Z') + hour * 3_600_000 },
          ...{ raisedBy: { rule, play: plays[rule.play]! }, transition: sampleTransition({ tenant }) },
        })) as unknown as NewAlert[];
        const { steps, planOf } = planAlertTasks(all, calendarOf);
        for (const alert of all) {
          const { timeZone } = calendarOf(alert.transition.tenant);
          const planned = planTasks(alert.raisedBy.play, alert.raisedAt, calendarOf(alert.transition.tenant));
          const expected = planned.map((task) => ({ ...task, nextAt: startOfDay(task.day + 1, timeZone) }));
          const mine = steps.filter(({ plan }) => plan === planOf.get(alert)).map(({ plan: _, ...step }) => step);
          expect(mine).toEqual(alert.muted ? [] : expected);
        }
      }),
    );
  });

  it('are planned once for what begins on one day', () => {
    const [rule] = rules;
    const raisedBy = { rule: rule!, play: plays[rule!.play]! };
    const raisedAt = Date.parse('2026-03-02T02:00:00Z');
    const alert = (later: number) =>
      ({ raisedBy, raisedAt: raisedAt + later, transition: sampleTransition() }) as unknown as NewAlert;
    const { steps } = planAlertTasks([alert(0), alert(1_000), alert(3_600_000)], inShanghai);
    expect(steps).toHaveLength(raisedBy.play.steps.length);
  });
});
