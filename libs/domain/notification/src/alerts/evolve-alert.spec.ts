import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolveAlert, type AlertEvent, type AlertStanding } from './evolve-alert.js';
import { nextStepOf } from './timed-steps.js';

const fresh: AlertStanding = {
  ...{ state: 'open', recipients: ['li'], level: 'owner', escalateAt: 100, snoozedUntil: null, expiresAt: 1_000 },
  ...{ acknowledgedAt: null, acknowledgedBy: null, resolution: null },
};
const moment = { now: 10, dueAt: 110, expiresAt: 1_010 };
const events: fc.Arbitrary<AlertEvent> = fc.oneof(
  fc.record({ action: fc.constantFrom('acknowledge' as const, 'reopen' as const), actor: fc.constant('li') }),
  fc.record({
    action: fc.constant('snooze' as const),
    actor: fc.constant('li'),
    until: fc.integer({ min: 11, max: 99 }),
  }),
  fc.record({
    action: fc.constant('resolve' as const),
    actor: fc.constant('li'),
    reason: fc.constant('price' as const),
  }),
  fc.record({ action: fc.constantFrom('wake' as const, 'expire' as const, 'repeat' as const) }),
  fc.record({
    action: fc.constant('escalate' as const),
    people: fc.constantFrom(['boss'], []),
    level: fc.constant('manager' as const),
  }),
);
/** What is left after a history; what is not possible changes nothing. */
const after = (...history: AlertEvent[]) =>
  history.reduce((alert, event) => {
    const next = evolveAlert(alert, event, moment);
    return next === 'same' || next === null ? alert : next;
  }, fresh);

describe('what happens to an alert', () => {
  it('is remembered: who saw to it first, why it was resolved; a reopened one begins anew', () => {
    const resolved = after(
      { action: 'acknowledge', actor: 'li' },
      { action: 'resolve', actor: 'boss', reason: 'competitor' },
    );
    expect(resolved).toMatchObject({ state: 'resolved', acknowledgedBy: 'li', resolution: 'competitor' });
    expect(evolveAlert(resolved, { action: 'reopen', actor: 'boss' }, moment)).toMatchObject({
      ...{ state: 'open', acknowledgedBy: null, resolution: null, escalateAt: 110, expiresAt: 1_010 },
    });
  });

  it('can be snoozed for longer, and waits for somebody anew when the snooze is over', () => {
    const snoozed = after({ action: 'snooze', actor: 'li', until: 50 });
    expect(evolveAlert(snoozed, { action: 'snooze', actor: 'li', until: 50 }, moment)).toBe('same');
    const longer = evolveAlert(snoozed, { action: 'snooze', actor: 'li', until: 60 }, moment) as AlertStanding;
    expect(nextStepOf(longer)).toEqual({ step: 'wake', at: 60 });
    expect(nextStepOf(evolveAlert(longer, { action: 'wake' }, moment) as AlertStanding)).toEqual({
      step: 'escalate',
      at: 110,
    });
  });

  it('goes up step by step until the pool, then waits for its end', () => {
    const up = after({ action: 'escalate', people: ['boss'], level: 'manager' });
    expect(up).toMatchObject({ recipients: ['li', 'boss'], escalateAt: 110 });
    const top = evolveAlert(up, { action: 'escalate', people: ['pool'], level: 'pool' }, moment) as AlertStanding;
    expect(nextStepOf(top)).toEqual({ step: 'expire', at: 1_000 });
    expect(evolveAlert(top, { action: 'escalate', people: [], level: 'pool' }, moment)).toBe('same');
  });

  it('is told again while nobody sees to it, and from the end of a snooze on', () => {
    const again = { ...moment, repeatAt: 60 };
    const waiting = { ...fresh, repeatAt: 40 };
    expect(nextStepOf(waiting)).toEqual({ step: 'repeat', at: 40 });
    const told = evolveAlert(waiting, { action: 'repeat' }, again) as AlertStanding;
    expect(told).toEqual({ ...waiting, repeatAt: 60 });
    const seen = evolveAlert(told, { action: 'acknowledge', actor: 'li' }, again) as AlertStanding;
    expect(nextStepOf(seen)).toEqual({ step: 'expire', at: 1_000 });
    expect(evolveAlert(seen, { action: 'repeat' }, again)).toBe('same');
    const asleep = evolveAlert(told, { action: 'snooze', actor: 'li', until: 70 }, again) as AlertStanding;
    expect(nextStepOf(asleep)).toEqual({ step: 'wake', at: 70 });
    const awake = evolveAlert(asleep, { action: 'wake' }, { ...again, repeatAt: 90 }) as AlertStanding;
    expect(nextStepOf(awake)).toEqual({ step: 'repeat', at: 90 });
    // Of two at once people go before repetition.
    expect(nextStepOf({ ...fresh, repeatAt: 100 })).toEqual({ step: 'escalate', at: 100 });
  });

  it('goes to a new owner in the former one’s place, and given back it is as it was; who acknowledged it keeps it', () => {
    const names = fc.constantFrom('li', 'wu', 'boss', null);
    const told = fc.uniqueArray(fc.constantFrom('li', 'wu', 'boss'));
    fc.assert(
      fc.property(names, names, told, fc.constantFrom('open', 'delivered', 'snoozed'), (owner, next, others, state) => {
        const recipients = owner === null || others.includes(owner) ? others : [owner, ...others];
        const alert = { ...fresh, state, owner, recipients };
        const given = evolveAlert(alert, { action: 'reown', owner: next, people: [] }, moment);
        if (owner === next) return expect(given).toBe('same');
        expect(given).toMatchObject({ state, owner: next, escalateAt: alert.escalateAt });
        if (next !== null) expect((given as AlertStanding).recipients).toContain(next);
        const back = evolveAlert(
          given as AlertStanding,
          { action: 'reown', owner, people: [] },
          moment,
        ) as AlertStanding;
        expect(back.owner).toBe(owner);
        expect([...back.recipients].sort()).toEqual([...recipients].sort());
      }),
    );
    const people = ['wu', 'deputy'];
    expect(evolveAlert({ ...fresh, owner: 'li' }, { action: 'reown', owner: 'wu', people }, moment)).toMatchObject({
      recipients: people,
    });
    const seen = after({ action: 'acknowledge', actor: 'li' });
    expect(evolveAlert(seen, { action: 'reown', owner: 'wu', people: [] }, moment)).toBeNull();
  });

  it('asks a new owner’s ladder where nobody was above the former one, not of what nobody was told', () => {
    const stuck = after({ action: 'escalate', people: [], level: 'owner' });
    expect(stuck.escalateAt).toBeNull();
    const reown = { action: 'reown', owner: 'wu', people: ['wu'] } as const;
    expect(evolveAlert(stuck, reown, moment)).toMatchObject({ level: 'owner', escalateAt: 110 });
    expect(evolveAlert({ ...stuck, level: 'pool' }, reown, moment)).toMatchObject({ escalateAt: null });
    expect(evolveAlert({ ...stuck, muted: true }, reown, moment)).toMatchObject({ owner: 'wu', escalateAt: null });
  });

  it('tries a step up again when those are back whom it would have reached', () => {
    const away = { action: 'escalate', people: [], level: 'owner', retryAt: 500 } as const;
    expect(after(away)).toMatchObject({ level: 'owner', recipients: ['li'], escalateAt: 500 });
    expect(evolveAlert(after(away), away, moment)).toBe('same');
  });

  it('never leaves a contradiction behind', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 12 }), (history) => {
        const { state, snoozedUntil, acknowledgedAt, acknowledgedBy, resolution, recipients, level, escalateAt } =
          after(...history);
        expect(snoozedUntil !== null).toBe(state === 'snoozed');
        expect(acknowledgedAt === null).toBe(acknowledgedBy === null);
        expect(resolution !== null).toBe(state === 'resolved');
        if (state === 'acknowledged' || state === 'resolved') expect(acknowledgedBy).not.toBeNull();
        expect(new Set(recipients).size).toBe(recipients.length);
        if (level === 'pool') expect(escalateAt).toBeNull();
      }),
    );
  });
});
