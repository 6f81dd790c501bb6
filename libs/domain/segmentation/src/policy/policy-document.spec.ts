import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffPolicies } from './diff-policies.js';
import { completePolicy, DEFAULT_POLICY } from './policy-document.js';

const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<unknown>(0, 1, 'a', true, null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c/d', 'e~f'), tie('value')),
}));

/** The document that a difference leads to. */
function applied(document: unknown, changes: ReturnType<typeof diffPolicies>): unknown {
  let result = structuredClone(document);
  // Lists shrink from their end.
  for (const { path, op, after } of changes.toReversed()) {
    const names = path
      .split('/')
      .slice(1)
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = names.pop();
    if (last === undefined) {
      result = after;
      continue;
    }
    const parent = names.reduce((node, name) => (node as Record<string, unknown>)[name], result) as Record<
      string,
      unknown
    >;
    if (op !== 'remove') parent[last] = after;
    else if (Array.isArray(parent)) parent.pop();
    else delete parent[last];
  }
  return result;
}

describe('a policy document', () => {
  it('1. is what is stated, and for the rest what it is based on', () => {
    const base = completePolicy({ stages: { newDays: 30, risk: { bands: { lost: { silence: 150 } } } } });
    const document = completePolicy({ stages: { risk: { bands: { lost: { overdue: 8 } } } } }, base);
    expect(document.stages.risk.bands.lost).toMatchObject({ overdue: 8, silence: 150 });
    expect(document.stages.newDays).toBe(30);
    expect(document.tiers).toEqual(DEFAULT_POLICY.tiers);
    expect(completePolicy({ tiers: { preset: 'revenue-80-15-5' } }, document).tiers).toEqual({
      preset: 'revenue-80-15-5',
    });
    expect(completePolicy(document)).toEqual(document);
    expect(completePolicy(undefined)).toEqual(DEFAULT_POLICY);
  });

  it('2. keeps what has no place in it, so that the check can say so', () => {
    expect(completePolicy({ colour: 'red', stages: { risk: 7 } })).toMatchObject({
      colour: 'red',
      stages: { risk: 7 },
    });
  });

  it('3. differs from another one in exactly what leads to it', () => {
    fc.assert(
      fc.property(json.value, json.value, (before, after) => {
        const changes = diffPolicies(before, after);
        expect(applied(before, changes)).toEqual(after);
        expect(diffPolicies(after, structuredClone(after))).toEqual([]);
        expect(new Set(changes.map(({ path }) => path)).size).toBe(changes.length);
      }),
    );
  });
});
