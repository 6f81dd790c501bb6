import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RulePolicy } from '../rules/rule-policy.js';
import { sampleTransition } from '../testing/sample-transition.js';
import { inhibitorsOf, isHeldOut, muteReason } from './mute-reason.js';
import { NO_TEAM, type SalesTeam } from './sales-team.js';

const policy = {
  rules: [{ id: 'abnormal-stop', inhibits: ['behind-pace'] }, { id: 'behind-pace' }],
} as unknown as RulePolicy;
const now = Date.parse('2026-03-01T00:00:00Z');
const reasonFor = (team: Partial<SalesTeam>, rule = 'behind-pace', waitingRules: string[] = []) =>
  muteReason({ rule, transition: sampleTransition(), waitingRules }, { ...NO_TEAM, ...team }, policy, now);

describe('an alert that tells nobody', () => {
  it('is inhibited by a waiting one of the same customer, and only in that direction', () => {
    expect(reasonFor({}, 'behind-pace', ['abnormal-stop'])).toBe('inhibited');
    expect(reasonFor({}, 'abnormal-stop', ['behind-pace'])).toBeUndefined();
    expect(inhibitorsOf('behind-pace', policy)).toEqual(['abnormal-stop']);
  });

  it('is silenced from the first moment to before the last, where everything that is stated holds', () => {
    const silence = { id: 's', from: '2026-03-01T00:00:00Z', until: '2026-03-02T00:00:00Z' };
    expect(reasonFor({ silences: [silence] })).toBe('silenced');
    expect(reasonFor({ silences: [{ ...silence, until: '2026-03-01T00:00:00Z' }] })).toBeUndefined();
    expect(reasonFor({ silences: [{ ...silence, from: '2026-03-01T00:00:01Z' }] })).toBeUndefined();
    expect(
      reasonFor({ silences: [{ ...silence, rules: ['behind-pace'], owners: ['li.wei'], customers: ['c-1'] }] }),
    ).toBe('silenced');
    for (const other of [{ rules: ['x'] }, { owners: ['x'] }, { customers: ['x'] }])
      expect(reasonFor({ silences: [{ ...silence, ...other }] })).toBeUndefined();
  });

  it('goes by the surviving id of customers who have become one, and by a silence of any of their ids', () => {
    const customerIds = Array.from({ length: 200 }, (_, n) => `c-${n}`);
    const holdout = { ...NO_TEAM, holdout: 0.3 };
    for (const holder of customerIds) {
      const mutable = { rule: 'x', transition: sampleTransition(), waitingRules: [] };
      const customer = { holder, ids: [holder, 'c-1'] };
      const isHeld = isHeldOut({ tenant: 'default', customerId: holder }, 0.3);
      expect(muteReason({ ...mutable, customer }, holdout, policy, now)).toBe(isHeld ? 'holdout' : undefined);
      const silence = { id: 's', from: '2026-03-01T00:00:00Z', until: '2026-03-02T00:00:00Z', customers: [holder] };
      const silenced = { ...NO_TEAM, silences: [silence] };
      expect(muteReason({ ...mutable, customer }, silenced, policy, now)).toBe('silenced');
    }
  });

  it('is never a complaint or a low score because of the holdout, whoever it comes from', () => {
    const everybody = { ...NO_TEAM, holdout: 1 };
    const mutable = { rule: 'complaint', transition: sampleTransition(), waitingRules: [] };
    expect(muteReason(mutable, everybody, policy, now)).toBe('holdout');
    const complaint = sampleTransition({ kind: 'feedback', from: null, to: 'complaint' });
    expect(muteReason({ ...mutable, transition: complaint }, everybody, policy, now)).toBeUndefined();
    const silence = { id: 's', from: '2026-03-01T00:00:00Z', until: '2026-03-02T00:00:00Z' };
    const silenced = { ...everybody, silences: [silence] };
    expect(muteReason({ ...mutable, transition: complaint }, silenced, policy, now)).toBe('silenced');
  });

  it('is of a customer held out: about the share asked for, always the same ones, and those of a smaller share among them', () => {
    const ids = Array.from({ length: 4_000 }, (_, n) => ({ tenant: 't', customerId: `c-${n}` }));
    const held = ids.filter((id) => isHeldOut(id, 0.1));
    expect(held.length / ids.length).toBeGreaterThan(0.08);
    expect(held.length / ids.length).toBeLessThan(0.12);
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.double({ min: 0, max: 0.5, noNaN: true }), (id, share) => {
        if (isHeldOut(id, share)) expect(isHeldOut(id, Math.min(0.5, share + 0.1))).toBe(true);
        expect(isHeldOut(id, 0)).toBe(false);
      }),
    );
  });
});
