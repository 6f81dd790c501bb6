import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recordedOrder } from '../network/recorded-order.fixture.js';
import { openFeedback, recordedFeedback } from './feedback.fixture.js';

const ann = 'email:ann@x.com';
const shopId = 'customer-id:shop/1';

describe('feedback finds its customer', () => {
  let network: Awaited<ReturnType<typeof openFeedback>>;
  beforeAll(async () => void (network = await openFeedback()));
  beforeEach(() => network.clear());
  afterAll(() => network.close());
  const ownerOf = async (id: string) => (await network.owners()).get(`shop/${id}`);
  const customerOf = async (externalId: string): Promise<string> => {
    const text = 'SELECT customer_id FROM purchase_order WHERE external_id = $1';
    return (await network.database.pool.query(text, [externalId])).rows[0].customer_id;
  };

  it('waits for its order, and is told once when that comes', async () => {
    expect(await network.say(recordedFeedback({ feedbackId: 'f', order: 'shop/1' }))).toEqual([]);
    expect(await ownerOf('f')).toBeNull();
    await network.order(recordedOrder({ externalId: '2', identifiers: ['email:else@x.com'] }));
    expect(await ownerOf('f')).toBeNull();
    const told = await network.order(recordedOrder({ externalId: '1', identifiers: [ann] }));
    expect(told).toMatchObject([
      { feedback: 'shop/f', counts: true, cause: 'feedback', detractor: true, order: 'shop/1' },
    ]);
    expect(told[0]?.customerId).toBe(await customerOf('1'));
    expect(told[0]).not.toHaveProperty('text');
    expect(await network.order(recordedOrder({ externalId: '1', identifiers: [ann] }))).toEqual([]);
  });

  it('waits for an identifier, and goes over to the customer of its order when that is another', async () => {
    await network.say(recordedFeedback({ feedbackId: 'f', order: 'shop/9', identifiers: [ann] }));
    await network.order(recordedOrder({ externalId: '1', identifiers: [ann] }));
    expect(await ownerOf('f')).toBe(await customerOf('1'));
    const told = await network.order(recordedOrder({ externalId: '9', identifiers: ['email:bob@x.com'] }));
    expect(told).toMatchObject([
      { customerId: await customerOf('1'), counts: false, cause: 'identity', version: 3 },
      { customerId: await customerOf('9'), counts: true, cause: 'identity', version: 3 },
    ]);
  });

  it('follows a merge, and the split that undoes it', async () => {
    const [first, second] = [
      recordedOrder({ externalId: '1', identifiers: [ann], placedAt: '2025-12-01T00:00:00.000Z' }),
      recordedOrder({ externalId: '2', identifiers: [shopId] }),
    ];
    await network.order(first, second);
    await network.say(
      recordedFeedback({ feedbackId: 'by-order', order: 'shop/2' }),
      recordedFeedback({ feedbackId: 'by-identifier', identifiers: [shopId] }),
    );
    const apart = await ownerOf('by-order');
    const joined = {
      ...second,
      identifiers: [shopId, ann],
      revision: { ...second.revision, updatedAt: '2026-01-02T00:00:00.000Z' },
    };
    const merged = await network.order(joined);
    const home = await customerOf('1');
    expect([await ownerOf('by-order'), await ownerOf('by-identifier')]).toEqual([home, home]);
    expect(merged.filter(({ counts }) => counts).map(({ customerId, cause }) => [customerId, cause])).toEqual([
      [home, 'identity'],
      [home, 'identity'],
    ]);
    expect(home).not.toBe(apart);
    await network.order({ ...second, revision: { ...second.revision, updatedAt: '2026-01-03T00:00:00.000Z' } });
    expect(await ownerOf('by-order')).toBe(await customerOf('2'));
    expect(await ownerOf('by-identifier')).toBe(await customerOf('2'));
    expect(await customerOf('2')).not.toBe(await customerOf('1'));
  });

  it('tells a revision that means something else, and none that does not', async () => {
    await network.order(recordedOrder({ externalId: '1', identifiers: [ann] }));
    const first = recordedFeedback({ feedbackId: 'f', order: 'shop/1', text: 'Bad' });
    const at = (day: number, more: object) => ({
      ...first,
      revision: { ...first.revision, updatedAt: `2026-01-0${day}T00:00:00.000Z` },
      ...more,
    });
    expect(await network.say(first)).toMatchObject([{ sentiment: 'negative', version: 1 }]);
    expect(await network.say(at(4, { text: undefined }))).toEqual([]);
    const { rows } = await network.database.pool.query('SELECT text FROM feedback');
    expect(rows).toEqual([{ text: null }]);
    expect(await network.say(at(3, { text: 'stale', score: 5 }))).toEqual([]);
    expect(await network.say(at(5, { score: 5 }), at(4, {}))).toMatchObject([
      { sentiment: 'positive', detractor: false, version: 3 },
    ]);
    expect(await network.say(at(6, { order: undefined }))).toMatchObject([{ counts: false, version: 4 }]);
  });

  it('is attached whichever of the two commits first', async () => {
    const rounds = Array.from({ length: 20 }, (_, n) => String(n));
    await Promise.all(
      rounds.flatMap((n) => [
        network.say(recordedFeedback({ feedbackId: n, order: `shop/${n}` })),
        network.order(recordedOrder({ externalId: n, identifiers: [`email:${n}@x.com`] })),
      ]),
    );
    expect([...(await network.owners()).values()].filter((owner) => owner === null)).toEqual([]);
  });
});
