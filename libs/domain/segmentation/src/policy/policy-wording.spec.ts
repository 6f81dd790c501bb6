import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateTierPolicy } from '../ladder/tier-policy.js';
import { validateRfmPolicy } from '../rfm/rfm-policy.js';
import { checkPolicy } from './check-policy.js';
import { chineseContradiction } from './contradiction-wording.js';
import { chineseDescription } from './description-wording.js';
import { completePolicy, DEFAULT_POLICY, POLICY_SECTIONS, policySchema } from './policy-document.js';

const CHINESE = /[一-鿿]/;

function descriptionsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'description' && typeof value === 'string' ? [value] : descriptionsIn(value),
  );
}

/** A policy whose numbers are replaced, wherever they stand. */
function withNumbers(value: unknown, next: () => number): unknown {
  if (typeof value === 'number') return next();
  if (Array.isArray(value)) return value.map((one) => withNumbers(one, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withNumbers(one, next)]));
}

describe('what is wrong with a policy, in Chinese', () => {
  it('1. names the same places, values and codes, with the rule and the way out', () => {
    const document = {
      ...completePolicy({
        stages: { graceDays: 28, newDays: '60', risk: { lostAfter: 0.5 }, colour: 'red' },
        tiers: { preset: 'custom', cuts: [1.5], basis: 'luck' },
        value: { cuts: [0.6, 0.5] },
      }),
      note: 'x',
    };
    const [english, chinese] = [checkPolicy(document), checkPolicy(document, 'zh-CN')];
    expect(chinese.map(({ rule: _, remedy: __, ...fault }) => fault)).toEqual(
      english.map(({ rule: _, remedy: __, ...fault }) => fault),
    );
    const told = new Map(chinese.map(({ field, rule, remedy }) => [field, [rule, remedy]]));
    expect(told.get('/stages/graceDays')).toEqual(['不得大于 27', '请使用不大于 27 的值（月末到月结之间的天数）']);
    expect(told.get('/stages/newDays')).toEqual([
      '类型必须为 integer',
      '请给出该类型的值（首次下单距今不超过该天数即为新客户）',
    ]);
    expect(told.get('/stages/colour')).toEqual(['此处没有该字段', '请删除或更正名称，见 GET /v1/policies/schema']);
    expect(told.get('/value/cuts/0')).toEqual(['不得大于 cuts[1]', '请修改，使其符合规则；默认值为 0.15']);
    expect(told.get('/note')![0]).toBe('不是策略的部分');
    expect(checkPolicy(null, 'zh-CN')[0]).toMatchObject({ field: '', rule: '必须是对象' });
    const falling = completePolicy({ stages: { risk: { bands: { watch: { silence: 31 } } } } });
    expect(checkPolicy(falling, 'zh-CN')).toMatchObject([{ rule: 'silence 从 watch 到 lost 不得减小' }]);
  });

  it('2. has words for every description of the schema', () => {
    const untold = descriptionsIn(JSON.parse(JSON.stringify(policySchema()))).filter(
      (description) => !CHINESE.test(chineseDescription(description)),
    );
    expect(untold).toEqual([]);
  });

  it('3. has words for whatever a section may say of its members', () => {
    const numbers = fc.constantFrom(-1, 0, 0.5, 1, 1.5, 2, 14, 30, 41, 500, Number.NaN);
    const said = new Set<string>();
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 7, maxLength: 7 }), (values) => {
        let at = 0;
        const document = withNumbers(DEFAULT_POLICY, () => values[at++ % values.length]!) as Record<string, never>;
        for (const [name, { check }] of Object.entries(POLICY_SECTIONS)) {
          for (const sentence of check(document[name]!)) said.add(sentence.slice(sentence.indexOf(' ') + 1));
        }
      }),
      { numRuns: 300 },
    );
    const tiers: unknown[] = [
      { preset: 'luck' },
      { preset: 'custom', basis: 'luck', cuts: [] },
      { preset: 'custom', basis: 'rank', cuts: [2, 0.1] },
      { preset: 'custom', basis: 'rank', cuts: [0.9, 0.1], minimumAmounts: { A: '1', B: '2' } },
      { preset: 'custom', basis: 'rank', cuts: [0.1, 0.9], minimumAmounts: { A: 'x' } },
    ];
    const groups: unknown[] = [
      [],
      [{ group: 'No Name', r: [5, 1] }],
      [{ group: 'all' }, { group: 'best', r: [5, 5], f: [5, 5], m: [5, 5] }],
      [{ group: 'best', r: [5, 5] }],
      [{ group: 'all' }, { group: 'more' }],
    ];
    const sentences = [
      ...tiers.flatMap((policy) => validateTierPolicy(policy as never)),
      ...groups.flatMap((all) => validateRfmPolicy({ groups: all as never })),
    ];
    for (const sentence of sentences) said.add(sentence.slice(sentence.indexOf(' ') + 1));
    expect(said.size).toBeGreaterThan(20);
    expect([...said].filter((rule) => !CHINESE.test(chineseContradiction(rule)))).toEqual([]);
  });
});
