import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TRANSITION_KINDS, type Transition } from '@orderweave/contracts';
import fc from 'fast-check';
import { LOCALES } from '../locale.js';
import type { AlertRule, RulePolicy } from '../rules/rule-policy.js';
import { sampleTransition } from '../testing/sample-transition.js';
import { EVERY_KIND } from './every-kind.fixture.js';
import { REASONS, UNITS } from './names-en.js';
import { renderAlert } from './render-alert.js';

const rule = { play: 'check-in' } as AlertRule;
const policy = {
  plays: {
    'check-in': {
      name: { 'zh-CN': '主动联系', en: 'Check in' },
      steps: [
        { afterDays: 0, kind: 'call', text: { 'zh-CN': '致电了解近况', en: 'ask how things are' } },
        { afterDays: 7, kind: 'offer', text: { 'zh-CN': '发送优惠', en: 'send an offer' } },
      ],
      everyDays: 14,
    },
  },
} as unknown as RulePolicy;
const tierDrop: Partial<Transition> = {
  ...{ kind: 'tier', basis: 'final', label: 'down', month: '2026-02', from: 'A', to: 'B' },
  because: {
    inputs: [
      { name: 'net-amount', value: '98014.665', previous: '120000', unit: 'currency' },
      { name: 'ahead', value: 12 },
      { name: 'ordering-customers', value: 60 },
      { name: 'ahead-share', value: 0.2, threshold: 0.2, unit: 'share' },
    ],
    orders: [],
    restore: { A: '1240' },
    currency: 'CNY',
    policyVersion: 'v1',
  },
};

describe('an alert in words', () => {
  it('says in Chinese why a customer is at risk, by which figures, what to do and what restores', () => {
    expect(renderAlert(sampleTransition(), rule, policy, 'zh-CN')).toEqual({
      title: '风险变化：华东贸易 有流失风险',
      summary: '已 42 天未下单，是平常间隔（13.5 天）的 3.1 倍。',
      why: [
        '已 42 天未下单，是平常间隔（13.5 天）的 3.1 倍，上次下单是 2026年1月18日，对该客户的界限是 41 天（至少 3 倍间隔）。',
        '最近的订单：2026年1月18日 ¥1,240.50（tmall/1001）。',
      ],
      nextStep: {
        play: '主动联系',
        steps: ['今天 · 电话：致电了解近况', '第 7 天 · 优惠：发送优惠', '此后每 2 周跟进'],
      },
      restore: ['现在下一单即可恢复正常；若到 2026年5月17日（含）仍没有订单，情况会进一步恶化。'],
    });
  });

  it('says the same in English', () => {
    expect(renderAlert(sampleTransition(), rule, policy, 'en')).toEqual({
      title: 'Risk: 华东贸易 is at risk',
      summary: 'No order for 42 days, 3.1 times the usual gap of 13.5 days.',
      why: [
        'No order for 42 days, 3.1 times the usual gap of 13.5 days; the last order was on 18 Jan 2026; the limit for this customer is 41 days (at least 3 usual gaps).',
        'Last orders: 18 Jan 2026 ¥1,240.50 (tmall/1001).',
      ],
      nextStep: {
        play: 'Check in',
        steps: ['today · call: ask how things are', 'day 7 · offer: send an offer', 'then every 2 weeks'],
      },
      restore: ['An order now restores the customer; with none by the end of 17 May 2026 it gets worse.'],
    });
  });

  it('says how far a customer fell and what was missing', () => {
    const zh = renderAlert(sampleTransition(tierDrop), rule, policy, 'zh-CN');
    expect(zh.title).toBe('等级下降：华东贸易 2026年2月为 B 级（上月为 A 级）');
    expect(zh.why).toEqual([
      '2026年2月净额 ¥98,014.66（上月 ¥120,000.00），当月 60 位下单客户中有 12 位排在前面，排在前面的占 20%，分界为 20%。',
    ]);
    expect(zh.restore).toEqual(['2026年2月还差 ¥1,240.00 就是 A 级。']);
    const en = renderAlert(sampleTransition({ ...tierDrop, basis: 'live' }), rule, policy, 'en');
    expect(en.title).toBe('Tier down: 华东贸易 is B in February 2026 (A before)');
    expect(en.restore).toEqual(['¥1,240.00 more in February 2026 brings tier A.']);
  });

  it('knows a customer without a name by an identifier, else by its id', () => {
    const title = (customer: Transition['customer']) =>
      renderAlert(sampleTransition({ kind: 'stage', from: null, to: 'new', customer }), rule, policy, 'zh-CN').title;
    expect(title({ identifiers: ['customer-id:tmall/17'] })).toBe('新客户：tmall/17 首次下单');
    expect(title({ identifiers: [] })).toBe('新客户：c-1 首次下单');
  });

  it.each(LOCALES)('tells each kind of transition in %s as it is written down', (locale) => {
    const golden: unknown = JSON.parse(
      readFileSync(new URL(`./golden/every-kind.${locale}.json`, import.meta.url), 'utf8'),
    );
    const told = Object.entries(EVERY_KIND).map(([what, transition]) => {
      const { title, summary, why, restore } = renderAlert(transition, undefined, policy, locale);
      return [what, { title, summary, why, restore }] as const;
    });
    expect(Object.fromEntries(told)).toEqual(golden);
    expect(new Set(Object.values(EVERY_KIND).map(({ kind }) => kind))).toEqual(new Set(TRANSITION_KINDS));
    // No name of the programs: what people read has no kebab case, and the value bands are no tiers.
    expect(JSON.stringify(told.map(([, words]) => words))).not.toMatch(/[a-z]+-[a-z]+-[a-z]+|NaN|undefined/);
    expect(
      JSON.stringify(told.filter(([what]) => what.startsWith('value-band')).map(([, words]) => words)),
    ).not.toMatch(/tier|级/);
  });

  it('words what it does not know, and goes on without a rule', () => {
    const because = {
      ...sampleTransition().because,
      inputs: [{ name: 'moon-phase', value: 3, threshold: 2, unit: 'days' }],
    };
    const rendered = renderAlert(sampleTransition({ because }), undefined, policy, 'en');
    expect(rendered.why[0]).toBe('Moon phase: 3 days (limit 2 days).');
    expect(rendered.nextStep).toBeNull();
    const [chinese] = renderAlert(sampleTransition({ because }), undefined, policy, 'zh-CN').why;
    expect(chinese).toBe('moon phase：3 天（界限 2 天）。');
  });

  it('words any transition without failing or leaving a hole', () => {
    const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const text = fc.constantFrom('unknown', '2026-02-30', '1 – 20', 'A, B', 'new, lost', '2026-13', 'constructor', '');
    const measure = fc.oneof(fc.string(), text, number, number.map(String));
    const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...Object.keys(REASONS)) }, fc.string());
    const unit = fc.constantFrom('currency', 'share', ...Object.keys(UNITS), 'constructor');
    const reason = fc.record(
      { name, value: measure, threshold: measure, previous: measure, unit },
      { requiredKeys: ['name', 'value'] },
    );
    const given = fc.record({
      kind: fc.constantFrom(...TRANSITION_KINDS),
      from: fc.option(fc.string()),
      to: fc.option(fc.constantFrom('new', 'A', 'lost', 'x')),
      label: fc.option(fc.constantFrom('up', 'down', 'sleeping'), { nil: undefined }),
      inputs: fc.array(reason, { maxLength: 12 }),
    });
    fc.assert(
      fc.property(given, fc.constantFrom(...LOCALES), ({ inputs, label, ...rest }, locale) => {
        const because = { ...sampleTransition().because, inputs };
        const transition = sampleTransition({ ...rest, because, ...(label && { label }) });
        const rendered = renderAlert(transition, rule, policy, locale);
        expect(rendered.title.length).toBeGreaterThan(0);
        expect(rendered.summary.length).toBeGreaterThan(0);
        expect(JSON.stringify(rendered)).not.toMatch(/undefined|NaN|\[native code\]/);
      }),
    );
  });
});
