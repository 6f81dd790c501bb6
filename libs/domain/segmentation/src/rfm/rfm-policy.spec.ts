import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_RFM_POLICY,
  resolveRfmGroups,
  RFM_SCORES,
  validateRfmPolicy,
  type RfmPolicy,
  type RfmRule,
} from './rfm-policy.js';

describe('the RFM groups', () => {
  it('are eleven by default, over all 125 combinations', () => {
    expect(validateRfmPolicy(DEFAULT_RFM_POLICY)).toEqual([]);
    const groupOf = resolveRfmGroups(DEFAULT_RFM_POLICY);
    const sizes = new Map<string, number>();
    for (const r of RFM_SCORES) {
      for (const f of RFM_SCORES) {
        for (const m of RFM_SCORES) {
          const group = groupOf({ r, f, m });
          sizes.set(group, (sizes.get(group) ?? 0) + 1);
        }
      }
    }
    expect(Object.fromEntries(sizes)).toEqual({
      champions: 8,
      loyal: 22,
      'potential-loyalist': 6,
      new: 12,
      promising: 12,
      'needs-attention': 3,
      'about-to-sleep': 12,
      'at-risk': 21,
      'cant-lose': 4,
      hibernating: 17,
      lost: 8,
    });
    expect(groupOf({ r: 1, f: 5, m: 5 })).toBe('cant-lose');
    expect(groupOf({ r: 5, f: 1, m: 5 })).toBe('new');
    // Half of all customers with one purchase day: their frequency is 3.
    expect(groupOf({ r: 5, f: 3, m: 1 })).toBe('new');
  });

  it('must leave no gap and not overlap, and say where they do', () => {
    const rules: RfmRule[] = [
      { group: 'good', r: [3, 5] },
      { group: 'gone', r: [1, 2], f: [1, 4] },
    ];
    expect(validateRfmPolicy({ groups: rules })).toEqual([
      'groups must give a group to R2 F5 M5, R2 F5 M4, R2 F5 M3, R2 F5 M2, R2 F5 M1 and 5 more',
    ]);
    expect(
      validateRfmPolicy({ groups: [{ group: 'all' }, { group: 'best', r: [5, 5], f: [5, 5], m: [5, 5] }] }),
    ).toEqual(['groups must not overlap, as they do at R5 F5 M5 (all, best)']);
    expect(() => resolveRfmGroups({ groups: rules })).toThrow(/R2 F5 M5/);
  });

  it('name every block that is none', () => {
    const groups = [{ group: 'At risk', r: [2, 1], f: [0, 5], m: 3 }] as unknown as RfmPolicy['groups'];
    expect(validateRfmPolicy({ groups })).toHaveLength(4);
    expect(validateRfmPolicy({ groups: [] })).toEqual(['groups must be a list of blocks']);
  });
});
