import { describe, expect, it } from '@jest/globals';
import { completePolicy, DEFAULT_POLICY } from '../policy/policy-document.js';
import { attributesMovedByPolicy } from './moved-attributes.js';

const moved = (stated: object) => attributesMovedByPolicy(DEFAULT_POLICY, completePolicy(stated));

describe('what another policy moves unsaid', () => {
  it('1. is the frequency and the signals, each by its own section', () => {
    expect(moved({ frequency: { frequentFrom: 3 } })).toEqual(['frequency']);
    expect(moved({ signals: { endAfterSilence: 90 } })).toEqual(['signals']);
    expect(moved({ frequency: { windowDays: 90 }, signals: { rhythm: { ratio: 2 } } })).toEqual([
      'frequency',
      'signals',
    ]);
  });

  it('2. is nothing where all that moves is told by transitions, or nothing moves', () => {
    expect(moved({})).toEqual([]);
    expect(
      moved({ tiers: { preset: 'revenue-80-15-5' }, stages: { newDays: 30 }, value: { windowDays: 180 } }),
    ).toEqual([]);
  });
});
