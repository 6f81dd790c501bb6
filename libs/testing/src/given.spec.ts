import { describe, expect, it } from '@jest/globals';
import { given, type Decider } from './given.js';

const account: Decider<number, { withdraw: number }, { withdrawn: number } | { paidIn: number }> = {
  initial: 0,
  evolve: (balance, event) => ('paidIn' in event ? balance + event.paidIn : balance - event.withdrawn),
  decide: (balance, { withdraw }) => {
    if (withdraw > balance) throw new RangeError(`only ${balance} left`);
    return withdraw === 0 ? [] : [{ withdrawn: withdraw }];
  },
};

describe('given', () => {
  it('applies the history and compares what comes out', () => {
    const spec = given(account, { paidIn: 50 }, { withdrawn: 20 });
    spec.when({ withdraw: 10 }).then({ withdrawn: 10 });
    spec.when({ withdraw: 10 }).thenState(20);
    spec.when({ withdraw: 0 }).then();
    spec.when({ withdraw: 31 }).thenThrows(/only 30 left/);
  });

  it('fails when something else comes out', () => {
    const { when } = given(account, { paidIn: 50 });
    expect(() => when({ withdraw: 10 }).then()).toThrow();
    expect(() => when({ withdraw: 10 }).then({ withdrawn: 11 })).toThrow();
    expect(() => when({ withdraw: 10 }).thenState(41)).toThrow();
    expect(() => when({ withdraw: 10 }).thenThrows(/left/)).toThrow();
  });
});
