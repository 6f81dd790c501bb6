import { describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import fc from 'fast-check';
import { sampleTransition } from '../testing/sample-transition.js';
import { judgeTransition } from './judge-transition.js';
import { matchRule } from './match-rule.js';
import { parseRulePolicy, RulePolicyError } from './parse-rule-policy.js';
import type { AlertRule, RulePolicy } from './rule-policy.js';
import { readClock } from './tenant-clock.js';

const words = { 'zh-CN': '规则', en: 'rule' };
const rule = (id: string, when: AlertRule['when'], more: Partial<AlertRule> = {}): AlertRule => ({
  ...{ id, name: words, when, severity: 'info', play: 'call', recipients: ['owner'], slaHours: 24 },
  ...more,
});
const policy = (...rules: AlertRule[]): RulePolicy => ({
  version: 'v1',
  horizonHours: 48,
  rules,
  plays: { call: { name: words, steps: [{ afterDays: 1, kind: 'call', text: words }] } },
});
const faultsOf = (document: unknown): readonly string[] => {
  try {
    parseRulePolicy(document);
    return [];
  } catch (error) {
    return (error as RulePolicyError).faults;
  }
};

describe('a rule policy', () => {
  it('is accepted as value and as text', () => {
    const document = policy(rule('one', { kind: ['risk'] }));
    expect(parseRulePolicy(document)).toEqual(document);
    expect(parseRulePolicy(JSON.stringify(document))).toEqual(document);
  });

  it('is refused with every fault at once', () => {
    const broken = {
      version: '',
      horizonHours: 0,
      plays: {},
      rules: [{ id: 'A', when: { kind: ['tiers'] } }],
      extra: 1,
    };
    const faults = faultsOf(broken).join('\n');
    for (const place of ['/version', '/horizonHours', '/rules/0/id', '/rules/0/when/kind/0', '/rules/0/play', '/extra'])
      expect(faults).toContain(`${place} `);
    expect(faultsOf('{')[0]).toMatch(/^not JSON/);
  });

  it('is refused when it refers to what is not there, or says the same twice', () => {
    const faults = faultsOf(
      policy(
        rule('one', { kind: ['risk'], inputs: [{ name: 'silence' }] }, { play: 'dance' }),
        rule('one', { kind: ['risk'], inputs: [{ name: 'silence', atLeast: 3, atMost: 2 }] }),
      ),
    );
    expect(faults).toEqual([
      '/rules/0/play "dance" is no play of /plays; use one of call',
      '/rules/0/when/inputs/0 states no condition; give one of is, atLeast, atMost, above, below',
      '/rules/1/id "one" is used twice; give each its own id',
      '/rules/1/when/inputs/0 nothing lies between its bounds; put the lower bound below',
    ]);
  });
});

describe('matching', () => {
  it('takes the first rule that holds as a whole', () => {
    const rules = policy(
      rule('lost', { kind: ['risk'], to: ['lost'] }),
      rule('from-watch', { kind: ['risk', 'stage'], from: ['watch'], to: ['at-risk'] }),
      rule('any-risk', { kind: ['risk'] }),
    );
    expect(matchRule(rules, sampleTransition())?.id).toBe('from-watch');
    expect(matchRule(rules, sampleTransition({ from: 'healthy' }))?.id).toBe('any-risk');
    expect(matchRule(rules, sampleTransition({ kind: 'rfm' }))).toBeUndefined();
  });

  it('asks basis, label and inputs, and lets nothing pass that the transition does not say', () => {
    const matches = (when: Partial<AlertRule['when']>, given: Partial<Transition> = {}) =>
      matchRule(policy(rule('one', { kind: ['risk'], ...when })), sampleTransition(given)) !== undefined;
    expect(matches({ basis: ['final'] })).toBe(false);
    expect(matches({ basis: ['final'] }, { basis: 'final' })).toBe(true);
    expect(matches({ label: ['down'] }, { label: 'up' })).toBe(false);
    expect(matches({ from: ['watch'] }, { from: null })).toBe(false);
    expect(matches({ inputs: [{ name: 'silence', atLeast: 42, atMost: 42 }] })).toBe(true);
    expect(matches({ inputs: [{ name: 'silence', atLeast: 43 }] })).toBe(false);
    expect(matches({ inputs: [{ name: 'last-purchase', atLeast: 0 }] })).toBe(false);
    expect(matches({ inputs: [{ name: 'risk', is: ['at-risk', 'lost'] }] })).toBe(true);
    expect(matches({ inputs: [{ name: 'tier', is: ['A'] }] })).toBe(false);
  });
});

describe('judging a transition', () => {
  const all = policy(rule('all', { kind: ['risk'] }));
  const effective = Date.parse('2026-03-01T00:00:00Z');
  const ZONE = 'Asia/Shanghai';
  const HORIZON_MS = 48 * 3_600_000;

  it('alerts within the horizon of the tenant’s clock, to the millisecond, and nobody behind it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -HORIZON_MS, max: 3 * HORIZON_MS }), (age) => {
        const verdict = judgeTransition(all, sampleTransition(), effective + age, ZONE);
        expect(verdict.silence).toBe(age > HORIZON_MS ? 'past-horizon' : undefined);
      }),
    );
  });

  it('counts the age at which the transition was recorded when the clock lags behind it', () => {
    const late = sampleTransition({ recordedAt: '2026-03-20T00:00:00Z' });
    expect(judgeTransition(all, late, effective, ZONE).silence).toBe('past-horizon');
  });

  it('alerts nobody of what is not alertable or has no rule', () => {
    expect(judgeTransition(all, sampleTransition({ alertable: false }), effective, ZONE).silence).toBe('not-alertable');
    expect(judgeTransition(all, sampleTransition({ kind: 'rfm' }), effective, ZONE).silence).toBe('no-rule');
  });

  it('reads a manual clock as told, and the wall clock otherwise', () => {
    expect(readClock({ mode: 'manual', now: 5 }, 9)).toBe(5);
    expect(readClock({ mode: 'wall', now: 5 }, 9)).toBe(9);
    expect(readClock(undefined, 9)).toBe(9);
  });
});
