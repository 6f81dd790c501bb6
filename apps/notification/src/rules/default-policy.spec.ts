import { describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { matchRule, renderAlert } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import { loadPolicy } from './load-policy.js';

const policy = loadPolicy('');
const ruleFor = (given: Partial<Transition>) => {
  const rule = matchRule(policy, sampleTransition(given));
  return rule ? [rule.id, rule.severity, rule.play] : null;
};
const closed = (label: string, from: string, to: string): Partial<Transition> => ({
  ...{ kind: 'tier', basis: 'final', month: '2026-02', label, from, to },
});
const because = (risk: string) => ({ ...sampleTransition().because, inputs: [{ name: 'risk', value: risk }] });

describe('the default policy', () => {
  it.each([
    ['an abnormal stop', closed('abnormal-stop', 'B', 'D'), ['abnormal-stop', 'critical', 'rescue']],
    ['a fall from A', closed('down', 'A', 'C'), ['tier-down', 'warning', 'visit-after-drop']],
    ['a fall from B', closed('down', 'B', 'C'), ['tier-down', 'warning', 'visit-after-drop']],
    ['a rise to A', closed('up', 'D', 'A'), ['tier-up-a', 'info', 'thank-and-keep']],
    ['a rise to B', closed('up', 'C', 'B'), ['tier-up-b', 'info', 'raise']],
    ['falling asleep', closed('sleeping', 'C', 'D'), ['sleeping', 'info', 'wake-up']],
    ['a customer at risk', {}, ['at-risk', 'warning', 'check-in']],
    ['a lost customer', { kind: 'stage', from: 'losing', to: 'churned' }, ['churned', 'warning', 'win-back']],
    ['a new customer', { kind: 'stage', from: null, to: 'new' }, ['new-customer', 'info', 'welcome']],
    [
      'a customer who returns',
      { kind: 'stage', from: 'churned', to: 'reacquired' },
      ['won-back', 'info', 'thank-and-keep'],
    ],
    ['a complaint', { kind: 'feedback', to: 'complaint' }, ['complaint', 'critical', 'answer-complaint']],
    ['an early sign', { kind: 'signal', from: null, to: 'product-overdue' }, ['early-sign', 'info', 'look-into-it']],
    ['behind pace', { kind: 'behind-pace', to: 'behind' }, ['behind-pace', 'warning', 'visit-when-behind']],
  ] as [string, Partial<Transition>, string[]][])('alerts of %s', (_, given, expected) => {
    expect(ruleFor(given)).toEqual(expected);
  });

  it.each([
    ['tiers that move within the month', { kind: 'tier', basis: 'live', from: 'A', to: 'B' }],
    ['tiers restated later', { kind: 'tier', basis: 'restated', from: 'A', to: 'B' }],
    ['an occasional customer back in C', closed('up', 'D', 'C')],
    ['a customer to watch', { from: 'healthy', to: 'watch' }],
    ['a recovery', { from: 'at-risk', to: 'healthy' }],
    ['value bands', { kind: 'value-band', from: 'high', to: 'mid' }],
    ['RFM groups', { kind: 'rfm', from: 'champions', to: 'at-risk' }],
    ['a kind that is not known yet', { kind: 'segment' as Transition['kind'], from: null, to: 'vip' }],
    ['growing and mature', { kind: 'stage', from: 'growing', to: 'mature' }],
  ] as [string, Partial<Transition>][])('alerts nobody of %s', (_, given) => {
    expect(ruleFor(given)).toBeNull();
  });

  it('makes one alert of one event that is both a risk and a stage', () => {
    // Lost is churned: the stage alerts. At risk is losing: the risk alerts, except for the watch that counts as at-risk.
    expect(ruleFor({ from: 'at-risk', to: 'lost' })).toBeNull();
    expect(ruleFor({ kind: 'stage', from: 'mature', to: 'losing', because: because('at-risk') })).toBeNull();
    const important = ruleFor({ kind: 'stage', from: 'mature', to: 'losing', because: because('watch') });
    expect(important).toEqual(['important-slipping', 'critical', 'rescue']);
  });

  it('has a next step in both languages for every rule', () => {
    for (const rule of policy.rules) {
      for (const locale of ['zh-CN', 'en'] as const) {
        const { nextStep } = renderAlert(sampleTransition(), rule, policy, locale);
        expect(nextStep!.steps.length).toBeGreaterThan(0);
      }
    }
  });
});
