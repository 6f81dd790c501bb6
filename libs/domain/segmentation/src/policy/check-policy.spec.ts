import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { checkPolicy } from './check-policy.js';
import { completePolicy, DEFAULT_POLICY, policySchema } from './policy-document.js';

const fieldsOf = (document: unknown) => checkPolicy(document).map(({ field }) => field);
const stages = (more: object) => completePolicy({ stages: more });

/** All places of a document, as lists of names. */
function placesOf(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...at, name]))];
}

/** A copy of a document with something else at a place. */
function replaced(document: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (name === undefined) return value;
  const copy = (Array.isArray(document) ? [...(document as unknown[])] : { ...(document as object) }) as Record<
    string,
    unknown
  >;
  const member = replaced(copy[name], rest, value);
  if (member === undefined && !Array.isArray(copy)) delete copy[name];
  else copy[name] = member;
  return copy;
}

describe('what is wrong with a policy', () => {
  it('1. is nothing with the defaults and with presets', () => {
    expect(checkPolicy(DEFAULT_POLICY)).toEqual([]);
    const minimumAmounts = { A: '1000.50', B: '20' };
    const tiers = { preset: 'custom', basis: 'revenue', cuts: [0.5, 0.5], minimumAmounts };
    expect(checkPolicy(completePolicy({ tiers }))).toEqual([]);
  });

  it('2. is told for every place at once, with what stands there, the rule and the way out', () => {
    const document = {
      ...stages({ graceDays: 28, newDays: -1, risk: { lostAfter: 0.5 }, colour: 'red' }),
      tiers: { preset: 'custom', cuts: [1.5], basis: 'luck' },
      note: 'x',
    };
    expect(fieldsOf(document).sort()).toEqual([
      '/note',
      '/stages/colour',
      '/stages/graceDays',
      '/stages/newDays',
      '/stages/risk/lostAfter',
      '/tiers/basis',
      '/tiers/cuts',
      '/tiers/cuts/0',
    ]);
    expect(checkPolicy(document).find(({ field }) => field === '/stages/graceDays')).toEqual({
      field: '/stages/graceDays',
      value: 28,
      code: 'too-large',
      rule: 'must be 27 or less',
      remedy: "use 27 or less (After a month's last day until it is closed, days)",
    });
  });

  it('3. names the member that contradicts another one', () => {
    const faults = checkPolicy(stages({ risk: { lostAfter: 100 }, growth: { enter: 0.9 } }));
    expect(faults.map(({ field, code, value }) => [field, code, value])).toEqual([
      ['/stages/risk/lostAfter', 'contradiction', 100],
      ['/stages/growth/enter', 'contradiction', 0.9],
    ]);
    expect(faults[0]!.remedy).toContain('by default it is 365');
    const falling = checkPolicy(stages({ risk: { bands: { watch: { silence: 31 } } } }));
    expect(falling).toMatchObject([{ field: '/stages/risk', rule: 'silence must not fall from watch to lost' }]);
    expect(fieldsOf(completePolicy({ tiers: { preset: 'custom', basis: 'rank', cuts: [0.9, 0.2] } }))).toEqual([
      '/tiers/cuts/0',
    ]);
  });

  it('4. is told of what is no document at all', () => {
    expect(fieldsOf(null)).toEqual(['']);
    expect(fieldsOf([])).toEqual(['']);
    expect(fieldsOf({}).length).toBeGreaterThanOrEqual(2);
    expect(fieldsOf(completePolicy({ tiers: 'A' }))).toEqual(['/tiers']);
  });

  it('5. agrees with the schema that is served, whatever stands anywhere', () => {
    const schema = Compile(JSON.parse(JSON.stringify(policySchema())) as object);
    const custom = completePolicy({ tiers: { preset: 'custom', basis: 'rank', cuts: [0.2, 0.8] } });
    const values = fc.constantFrom<unknown>(
      undefined,
      null,
      -1,
      0,
      0.5,
      2,
      14,
      1e9,
      'x',
      '12.5',
      [],
      {},
      [0.1, 0.2],
      true,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(DEFAULT_POLICY, custom).chain((document) =>
          fc.record({
            document: fc.constant(document),
            place: fc.constantFrom(...placesOf(document)),
            value: values,
          }),
        ),
        ({ document, place, value }) => {
          const changed = replaced(document, place, value);
          const misshapen = checkPolicy(changed).filter(({ code }) => code !== 'contradiction');
          expect([place, misshapen.length > 0]).toEqual([place, !schema.Check(changed)]);
          const at = `/${place.join('/')}`;
          for (const { field } of misshapen) expect(`${field}/`.startsWith(at) || at.startsWith(field)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});
