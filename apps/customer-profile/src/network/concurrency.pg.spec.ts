import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_IDENTITY_POLICY } from '@orderweave/domain-network';
import { testPostgres } from '@orderweave/testing';
import { openNetwork } from './network.fixture.js';
import { recordedOrder } from './recorded-order.fixture.js';

const A = 'customer-id:shop/a';
const B = 'customer-id:shop/b';
const MAIL = 'email:one@x.com';

describe('batches of several partitions at the same time', () => {
  let network: Awaited<ReturnType<typeof openNetwork>>;
  beforeAll(async () => {
    network = await openNetwork(await testPostgres(), { ...DEFAULT_IDENTITY_POLICY, sharedAfter: 2 });
  });
  beforeEach(() => network.clear());
  afterAll(() => network.close());

  const customers = async () => {
    const { rows } = await network.database.pool.query<{ customer_id: string; n: number }>(
      'SELECT customer_id, count(*)::int AS n FROM purchase_order GROUP BY customer_id ORDER BY n',
    );
    return rows;
  };

  it('found one customer for one new identifier, and say so once', async () => {
    const orders = Array.from({ length: 24 }, (_, n) =>
      recordedOrder({ externalId: String(n), identifiers: [A, MAIL] }),
    );
    await Promise.all(Array.from({ length: 6 }, (_, n) => network.apply(...orders.slice(n * 4, n * 4 + 4))));
    expect(await customers()).toEqual([{ customer_id: expect.stringMatching(/^cus_[0-9a-f]{20}$/), n: 24 }]);
    expect([...network.ledger.profiles.values()]).toMatchObject([{ version: 1, identifiers: [A, MAIL] }]);
  });

  it('merge customers in opposite order without a deadlock', async () => {
    for (let round = 0; round < 10; round++) {
      await network.clear();
      await network.apply(
        recordedOrder({ externalId: '1', identifiers: [A] }),
        recordedOrder({ externalId: '2', identifiers: [B] }),
      );
      await Promise.all([
        network.apply(
          recordedOrder({ externalId: '3', identifiers: [A, MAIL] }),
          recordedOrder({ externalId: '4', identifiers: [B] }),
        ),
        network.apply(
          recordedOrder({ externalId: '5', identifiers: [B, MAIL] }),
          recordedOrder({ externalId: '6', identifiers: [A] }),
        ),
      ]);
      expect(await customers()).toHaveLength(1);
      const counting = [...network.ledger.activities.values()].filter(({ counts }) => counts);
      expect(counting.map(({ order }) => order).sort()).toEqual(
        ['1', '2', '3', '4', '5', '6'].map((id) => `shop/${id}`),
      );
    }
  });

  it('notice together that an identifier is shared, though none of them alone goes over the limit', async () => {
    for (let round = 0; round < 10; round++) {
      await network.clear();
      await network.apply(recordedOrder({ externalId: '0', identifiers: [A, MAIL] }));
      const ids = ['b', 'c', 'd'].map((id) => `customer-id:shop/${id}`);
      await Promise.all(
        ids.map((id, n) => network.apply(recordedOrder({ externalId: `${n + 1}`, identifiers: [id, MAIL] }))),
      );
      expect((await customers()).map(({ n }) => n)).toEqual([1, 1, 1, 1]);
      const { rows } = await network.database.pool.query(
        `SELECT customer_id, shared FROM identifier WHERE identifier = '${MAIL}'`,
      );
      expect(rows).toEqual([{ customer_id: null, shared: true }]);
    }
  });

  it('lose no change of one customer', async () => {
    await network.apply(recordedOrder({ externalId: '0', identifiers: [A] }));
    const mails = Array.from({ length: 12 }, (_, n) => `email:${n}@x.com`);
    await Promise.all(
      mails.map((mail, n) => network.apply(recordedOrder({ externalId: `m${n}`, identifiers: [A, mail] }))),
    );
    const [profile] = network.ledger.profiles.values();
    expect(profile?.identifiers).toEqual([A, ...mails].sort());
    expect(network.ledger.profiles.size).toBe(1);
  });

  it('let a credit note that moves between orders, and with it between partitions, refund one of them', async () => {
    for (let round = 0; round < 5; round++) {
      await network.clear();
      await network.apply(recordedOrder({ externalId: 'x' }), recordedOrder({ externalId: 'y' }));
      const note = (refundsOrder: string, second: number) =>
        recordedOrder({
          ...{ externalId: 'n', kind: 'credit-note', refundsOrder, value: '-4' },
          revision: { updatedAt: `2026-01-01T00:00:0${second}.000Z`, rank: 5, hash: 'a'.repeat(32) },
        });
      await Promise.all([network.apply(note('x', 1)), network.apply(note('y', 2))]);
      const { rows } = await network.database.pool.query(
        'SELECT external_id, net::text FROM purchase_order ORDER BY 1',
      );
      expect(rows).toEqual([
        { external_id: 'n', net: '-4' },
        { external_id: 'x', net: '10' },
        { external_id: 'y', net: '6' },
      ]);
    }
  });
});
