import { describe, expect, it } from '@jest/globals';
import { postOrders } from './post-orders.js';

const post = async (orders: readonly string[]) => {
  const batches: (readonly string[])[] = [];
  let counted = 0;
  await postOrders(
    orders,
    async (batch) => {
      batches.push(batch);
      await new Promise((resolve) => setImmediate(resolve));
      return batch.map(() => ({ result: 'accepted' }));
    },
    (results) => (counted += results.length),
  );
  return { batches, counted };
};

describe('posting orders', () => {
  it('sends every order once, at most 500 at a time', async () => {
    const orders = Array.from({ length: 1203 }, (_, index) => String(index));
    const { batches, counted } = await post(orders);
    expect(batches.map(({ length }) => length)).toEqual([500, 500, 203]);
    expect(batches.flat()).toEqual(orders);
    expect(counted).toBe(1203);
  });

  it('keeps a request below the body limit, even in Chinese', async () => {
    const { batches } = await post(Array.from({ length: 10 }, () => '茶'.repeat(1_000_000)));
    expect(batches.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 1));
    for (const batch of batches) expect(Buffer.byteLength(batch.join())).toBeLessThan(10 << 20);
  });

  it('does nothing for a day without orders', async () => {
    expect((await post([])).batches).toEqual([]);
  });
});
