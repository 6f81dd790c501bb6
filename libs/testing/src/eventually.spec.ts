import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('returns once the assertion holds', async () => {
    let calls = 0;
    const result = await eventually(() => {
      calls++;
      expect(calls).toBeGreaterThan(2);
      return 'held';
    });
    expect([result, calls]).toEqual(['held', 3]);
  });

  it('throws what was last wrong when time is up', async () => {
    const refuse = () => Promise.reject(new Error('still two messages behind'));
    await expect(eventually(refuse, 30)).rejects.toThrow('still two messages behind');
  });
});
