import { describe, expect, it } from '@jest/globals';
import { ALERT_STATES } from '@orderweave/contracts';
import fc from 'fast-check';
import { act, ALERT_ACTIONS, waits, type AlertState } from './alert-life.js';
import { alertId } from './alert-id.js';
import { nextStepOf, type AlertTimes } from './timed-steps.js';

describe('an alert’s id', () => {
  it('is the same for the same transition, and for no other', () => {
    expect(alertId({ tenant: 'default', id: 't-1' })).toBe('al_1bd123196f5221e000f2b69d');
    const key = fc.record({ tenant: fc.stringMatching(/^[a-z0-9-]{1,8}$/), id: fc.string() });
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(alertId(a) === alertId(b)).toBe(a.tenant === b.tenant && a.id === b.id);
      }),
    );
  });
});

const states = fc.constantFrom<AlertState>(...ALERT_STATES);

describe('the life of an alert', () => {
  it('takes an action once, however often it is repeated', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...ALERT_ACTIONS, 'deliver', 'wake', 'expire' as const), (state, action) => {
        const after = act(state, action);
        if (after !== null && after !== 'same') expect(act(after, action)).toBe('same');
      }),
    );
  });

  it('is this table, and nothing else is possible', () => {
    const table = ALERT_STATES.map((state) => [
      state,
      [...ALERT_ACTIONS, 'deliver', 'wake', 'expire' as const].map((action) => act(state, action as 'wake')),
    ]);
    expect(Object.fromEntries(table)).toEqual({
      //             acknowledge     snooze     resolve     reopen  deliver      wake    expire
      open: ['acknowledged', 'snoozed', 'resolved', 'same', 'delivered', 'same', 'expired'],
      delivered: ['acknowledged', 'snoozed', 'resolved', null, 'same', null, 'expired'],
      acknowledged: ['same', 'snoozed', 'resolved', 'open', null, null, 'expired'],
      snoozed: ['acknowledged', 'same', 'resolved', 'open', null, 'open', 'expired'],
      resolved: [null, null, 'same', 'open', null, null, null],
      expired: [null, null, null, 'open', null, null, 'same'],
    });
  });
});

describe('what time does to an alert', () => {
  const instant = fc.option(fc.integer({ min: 0, max: 100 }));
  const times: fc.Arbitrary<AlertTimes> = fc.record({
    ...{ state: states, escalateAt: instant, snoozedUntil: instant, expiresAt: instant },
  });

  it('is the earliest of what can happen in its state', () => {
    fc.assert(
      fc.property(times, (alert) => {
        const { state, escalateAt, snoozedUntil, expiresAt } = alert;
        const over = state === 'resolved' || state === 'expired';
        const possible = [
          over ? null : expiresAt,
          state === 'snoozed' ? snoozedUntil : null,
          waits(state) ? escalateAt : null,
        ].filter((at) => at !== null);
        expect(nextStepOf(alert)?.at).toBe(possible.length ? Math.min(...possible) : undefined);
      }),
    );
  });

  it('escalates nothing that somebody has seen to, and nothing that expires at the same moment', () => {
    const alert = { escalateAt: 5, snoozedUntil: null, expiresAt: null };
    expect(nextStepOf({ ...alert, state: 'delivered' })).toEqual({ step: 'escalate', at: 5 });
    expect(nextStepOf({ ...alert, state: 'acknowledged' })).toBeUndefined();
    expect(nextStepOf({ ...alert, state: 'snoozed', snoozedUntil: 7 })).toEqual({ step: 'wake', at: 7 });
    expect(nextStepOf({ ...alert, state: 'open', expiresAt: 5 })).toEqual({ step: 'expire', at: 5 });
  });
});
