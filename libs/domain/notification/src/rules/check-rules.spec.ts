import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOCALES } from '../locale.js';
import { samplePolicy } from '../testing/sample-card.js';
import { checkRules } from './check-rules.js';

const { version: _, ...document } = samplePolicy;
const withRule = (more: object): object => ({ ...document, rules: [{ ...document.rules[0], ...more }] });
const placesOf = (given: unknown) => checkRules(given, 'en').map(({ field }) => field);
const words = { 'zh-CN': '策略', en: 'strategy' };

describe('checking rules', () => {
  it('finds nothing wrong with what can be used', () => {
    expect(checkRules(document, 'en')).toEqual([]);
    const when = {
      kind: ['risk'],
      from: [null, 'watch'],
      cause: ['order'],
      inputs: [{ name: 'silence', above: '1.5' }],
    };
    expect(
      checkRules(withRule({ when, channels: ['feishu'], validFrom: '2026-01-01', validTo: '2026-01-01' }), 'en'),
    ).toEqual([]);
  });

  it('names every place with its value, what is wrong there and the way out', () => {
    const faults = checkRules({ ...(withRule({ severity: 'loud', slaHours: 0 }) as object), extra: 1 }, 'en');
    expect(faults).toEqual(
      expect.arrayContaining([
        { field: '/extra', value: 1, rule: 'is no field of this place', remedy: 'remove it, or correct its name' },
        expect.objectContaining({ field: '/rules/0/slaHours', value: 0 }),
        expect.objectContaining({ field: '/rules/0/severity', value: 'loud' }),
      ]),
    );
    expect(placesOf(undefined)).toEqual(['']);
    expect(placesOf({ rules: [] })).toEqual(expect.arrayContaining(['/horizonHours', '/plays']));
  });

  it.each([
    ['a day that is none', { validFrom: '2026-02-30' }, '/rules/0/validFrom'],
    ['days in the wrong order', { validFrom: '2026-02-02', validTo: '2026-02-01' }, '/rules/0/validTo'],
    ['a rule that inhibits itself', { inhibits: ['at-risk'] }, '/rules/0/inhibits/0'],
    ['a rule that is not there', { inhibits: ['nobody'] }, '/rules/0/inhibits/0'],
    ['a play that is not there', { play: 'dance' }, '/rules/0/play'],
    [
      'bounds with nothing between',
      { when: { kind: ['risk'], inputs: [{ name: 'x', above: 3, atMost: 3 }] } },
      '/rules/0/when/inputs/0',
    ],
    [
      'bounds of two sorts',
      { when: { kind: ['risk'], inputs: [{ name: 'x', above: 3, atMost: '2026-01-01' }] } },
      '/rules/0/when/inputs/0',
    ],
  ])('finds %s', (_name, more, place) => {
    expect(placesOf(withRule(more))).toEqual([place]);
  });

  it('finds strategies that cannot be told apart', () => {
    const one = {
      id: 's',
      name: words,
      state: 'segment',
      in: ['a', 'b'],
      grants: [{ kind: 'promotion' }, { kind: 'promotion' }],
    };
    expect(
      placesOf({ ...document, strategies: [one, { ...one, in: ['a'], grants: [{ kind: 'promotion' }] }] }),
    ).toEqual(['/strategies/0/grants/1/kind', '/strategies/0/in', '/strategies/1/id']);
  });

  it('says the same places in each language, in words of that language alone', () => {
    const broken = fc.record(
      {
        id: fc.constantFrom('one', 'A', 1),
        severity: fc.constantFrom('info', 'x', null),
        slaHours: fc.constantFrom(1, 0, '1'),
        play: fc.constantFrom('check-in', 'dance'),
        validTo: fc.constantFrom('2026-01-01', 'soon', '2026-13-01'),
        recipients: fc.constantFrom(['owner'], [], ['me']),
        colour: fc.constant('red'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(broken, (more) => {
        const [zh, en] = LOCALES.map((locale) => checkRules(withRule(more), locale));
        expect(zh!.map(({ field }) => field)).toEqual(en!.map(({ field }) => field));
        for (const { rule } of zh!) expect(rule).toMatch(/[\u4e00-\u9fff]/);
        for (const { rule } of en!) expect(rule).not.toMatch(/[\u4e00-\u9fff]/);
      }),
    );
  });
});
