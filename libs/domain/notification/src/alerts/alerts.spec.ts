import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALERT_ACTIONS, act, type AlertState } from './act.js';
import { alertId } from './alert-id.js';

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

describe('acting on an alert', () => {
  const states: AlertState[] = ['open', 'delivered', 'acknowledged', 'snoozed', 'resolved', 'expired'];

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...ALERT_ACTIONS), (state, action) => {
        const after = act(state, action);
        if (after !== null && after !== 'same') expect(act(after, action)).toBe('same');
      }),
    );
  });

  it('acknowledges what is open, and does not reopen what is settled', () => {
    expect(act('delivered', 'acknowledge')).toBe('acknowledged');
    expect(act('acknowledged', 'resolve')).toBe('resolved');
    expect(act('resolved', 'acknowledge')).toBeNull();
    expect(act('expired', 'resolve')).toBeNull();
  });
});
