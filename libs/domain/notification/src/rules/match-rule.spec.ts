import { describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { samplePolicy } from '../testing/sample-card.js';
import { sampleTransition } from '../testing/sample-transition.js';
import { matchRule } from './match-rule.js';
import type { InputCondition } from './rule-condition.js';
import type { AlertRule } from './rule-policy.js';

const matches = (when: Partial<AlertRule['when']>, given: Partial<Transition> = {}) => {
  const rule = { ...samplePolicy.rules[0]!, when: { kind: ['risk' as const], ...when } };
  return matchRule({ ...samplePolicy, rules: [rule] }, sampleTransition(given)) !== undefined;
};
const because = (inputs: Transition['because']['inputs']) => ({ because: { ...sampleTransition().because, inputs } });
const measured = (condition: Omit<InputCondition, 'name'>, value: string | number, previous?: string | number) =>
  matches(
    { inputs: [{ name: 'x', ...condition }] },
    because([{ name: 'x', value, ...(previous !== undefined && { previous }) }]),
  );

describe('what a rule asks of a transition', () => {
  it('is who and where the customer is, and what caused it', () => {
    expect(matches({ owner: ['li.wei'] })).toBe(true);
    expect(matches({ owner: ['zhang.min'] })).toBe(false);
    expect(matches({ owner: ['li.wei'] }, { customer: { identifiers: [] } })).toBe(false);
    expect(matches({ customer: ['c-1'], cause: ['deadline'] })).toBe(true);
    expect(matches({ cause: ['order', 'policy'] })).toBe(false);
    expect(matches({ from: [null] })).toBe(false);
    expect(matches({ from: [null, 'watch'] })).toBe(true);
    expect(matches({ to: [null] }, { to: null })).toBe(true);
    expect(matches({ region: ['华东'] }, because([{ name: 'region', value: '华东' }]))).toBe(true);
    expect(matches({ region: ['华东'] })).toBe(false);
  });

  it('is a state of the customer, told by the transition itself or among its reasons', () => {
    expect(matches({ risk: ['at-risk'] })).toBe(true);
    expect(matches({ risk: ['watch'] })).toBe(false);
    expect(
      matches({ kind: ['stage'], risk: ['watch'] }, { kind: 'stage', ...because([{ name: 'risk', value: 'watch' }]) }),
    ).toBe(true);
    expect(matches({ tier: ['A'] }, because([{ name: 'last-month-tier', value: 'A' }]))).toBe(true);
    expect(
      matches({ kind: ['tier'], tier: ['A'] }, { kind: 'tier', to: 'B', ...because([{ name: 'tier', value: 'A' }]) }),
    ).toBe(false);
    expect(matches({ valueBand: ['high'] })).toBe(false);
  });

  it('compares measures exactly, including and excluding their bounds', () => {
    const hundredths = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(hundredths, hundredths, fc.boolean(), (a, b, asNumber) => {
        const value = asNumber ? a / 100 : (a / 100).toFixed(2);
        const bound = asNumber ? (b / 100).toFixed(2) : b / 100;
        expect(measured({ atLeast: bound }, value)).toBe(a >= b);
        expect(measured({ atMost: bound }, value)).toBe(a <= b);
        expect(measured({ above: bound }, value)).toBe(a > b);
        expect(measured({ below: bound }, value)).toBe(a < b);
        expect(measured({ is: [bound] }, value)).toBe(a === b);
        expect(measured({ of: 'change', above: 0 }, value, (b / 100).toFixed(2))).toBe(a > b);
      }),
    );
    expect(measured({ above: '9007199254740993.000000000001' }, '9007199254740993.000000000002')).toBe(true);
    expect(measured({ atLeast: '2026-01-02' }, '2026-01-02')).toBe(true);
    expect(measured({ above: '2026-01-02' }, '2026-01-02')).toBe(false);
  });

  it('fails for what the transition does not have, or what cannot be compared', () => {
    expect(measured({ atLeast: 0 }, 'high')).toBe(false);
    expect(measured({ atLeast: 0 }, '2026-01-02')).toBe(false);
    expect(measured({ of: 'change', atLeast: -1e9 }, 1)).toBe(false);
    expect(measured({ of: 'threshold', atLeast: 0 }, 1)).toBe(false);
    expect(matches({ inputs: [{ name: 'nothing', is: ['x'] }] })).toBe(false);
  });

  it('knows the newest order and what would restore a tier as measures', () => {
    expect(matches({ inputs: [{ name: 'order-amount', atLeast: '1240.5' }] })).toBe(true);
    expect(matches({ inputs: [{ name: 'order-amount', above: '1240.5' }] })).toBe(false);
    const restore = { because: { ...sampleTransition().because, restore: { A: '120.5' } } };
    expect(matches({ inputs: [{ name: 'restore-A', below: 121 }] }, restore)).toBe(true);
    expect(matches({ inputs: [{ name: 'restore-B', below: 121 }] }, restore)).toBe(false);
  });

  it('holds on the days of the rule, both included', () => {
    const rule = { ...samplePolicy.rules[0]!, validFrom: '2026-03-02', validTo: '2026-03-03' };
    const on = (day: string) =>
      matchRule({ ...samplePolicy, rules: [rule] }, sampleTransition(), parseDay(day)) !== undefined;
    expect(['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map(on)).toEqual([false, true, true, false]);
  });
});
