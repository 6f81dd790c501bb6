import { describe, expect, it } from '@jest/globals';
import { TRANSITION_KINDS, type Transition } from '@orderweave/contracts';
import fc from 'fast-check';
import { sampleTransition } from '../testing/sample-transition.js';
import { isLater, latestStates, stateToldBy, type CustomerState } from './customer-state.js';
import { entitle } from './entitle.js';
import type { Strategy } from './strategy.js';

const words = { 'zh-CN': '策略', en: 'strategy' };
const strategy = (state: Strategy['state'], ...values: string[]): Strategy => {
  return {
    id: `for-${state}`,
    name: words,
    state,
    in: values,
    grants: [{ kind: 'vip-service', validDays: 3, detail: 'x' }],
  };
};
const told = (given: Partial<Transition>) => stateToldBy(sampleTransition(given));
const moments = fc.integer({ min: 0, max: 3 });
const states = fc.record({
  tenant: fc.constant('default'),
  customerId: fc.constantFrom('a', 'b'),
  owner: fc.constant(undefined),
  state: fc.constantFrom('tier', 'stage'),
  value: fc.constantFrom('A', 'B', null),
  month: fc.constantFrom('', '2026-01', '2026-02'),
  recordedAt: moments,
  effectiveAt: moments,
  transitionId: fc.uuid(),
}) satisfies fc.Arbitrary<CustomerState>;

describe('where a customer stands', () => {
  it('is told by transitions between states, not by happenings or by tiers within a month', () => {
    const of = TRANSITION_KINDS.map((kind) => [kind, told({ kind, from: 'x', to: 'y' })?.state]);
    expect(Object.fromEntries(of)).toMatchObject({
      ...{ tier: 'tier', 'value-band': 'value-band', rfm: 'rfm', stage: 'stage', risk: 'risk', segment: 'segment:y' },
      ...{ 'behind-pace': undefined, feedback: undefined },
    });
    expect(told({ kind: 'tier', basis: 'live' })).toBeUndefined();
    expect(told({ kind: 'tier', basis: 'restated', month: '2026-02', to: 'B' })).toMatchObject({
      state: 'tier',
      month: '2026-02',
      value: 'B',
    });
    expect(told({ kind: 'segment', from: 'club', to: null })).toMatchObject({ state: 'segment:club', value: null });
  });

  it('is one state however transitions are ordered and repeated', () => {
    const shuffled = fc
      .array(states, { minLength: 1, maxLength: 12 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })));
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(latestStates(other)).toEqual(latestStates(all));
        for (const last of latestStates(all)) {
          const rivals = all.filter(({ customerId, state }) => customerId === last.customerId && state === last.state);
          expect(rivals.some((rival) => isLater(rival, last))).toBe(false);
        }
      }),
    );
  });

  it('goes by when it was recorded before when it became true: a late order takes back what followed it', () => {
    const churned = told({
      id: '1',
      kind: 'stage',
      to: 'churned',
      effectiveAt: '2026-03-10T00:00:00Z',
      recordedAt: '2026-03-10T00:00:00Z',
    })!;
    const back = told({
      id: '2',
      kind: 'stage',
      to: 'mature',
      effectiveAt: '2026-03-05T00:00:00Z',
      recordedAt: '2026-03-11T00:00:00Z',
    })!;
    expect(latestStates([back, churned])).toEqual([back]);
  });
});

describe('what a state entitles to', () => {
  const state = (given: Partial<Transition>) => told({ effectiveAt: '2026-03-01T00:00:00Z', ...given })!;

  it('begins with the state, ends after its days, and is refused outside of it', () => {
    const since = Date.parse('2026-03-01T00:00:00Z');
    const grant = { strategy: 'for-tier', kind: 'vip-service', since, until: since + 3 * 86_400_000, detail: 'x' };
    const all = [strategy('tier', 'A', 'B'), strategy('stage', 'new')];
    expect(entitle(state({ kind: 'tier', to: 'B' }), all)).toEqual({ granted: [grant], refused: [] });
    const refused = [{ strategy: 'for-tier', kind: 'vip-service' }];
    expect(entitle(state({ kind: 'tier', to: 'C' }), all)).toEqual({ granted: [], refused });
    expect(entitle(state({ kind: 'tier', to: null }), all)).toEqual({ granted: [], refused });
    expect(entitle(state({ kind: 'rfm', to: 'A' }), all)).toEqual({ granted: [], refused: [] });
  });

  it('is each segment’s own', () => {
    const club = strategy('segment', 'club');
    expect(entitle(state({ kind: 'segment', from: null, to: 'club' }), [club]).granted).toHaveLength(1);
    expect(entitle(state({ kind: 'segment', from: 'club', to: null }), [club]).refused).toHaveLength(1);
    expect(entitle(state({ kind: 'segment', from: null, to: 'other' }), [club])).toEqual({ granted: [], refused: [] });
  });
});
