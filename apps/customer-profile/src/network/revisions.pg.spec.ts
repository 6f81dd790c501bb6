import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CustomerActivity, type Activity, type RecordedOrder } from '@orderweave/contracts';
import { testPostgres } from '@orderweave/testing';
import { openNetwork } from './network.fixture.js';
import { recordedOrder } from './recorded-order.fixture.js';

const LATER = '2026-01-11T10:00:00.000Z';
const HASHES = { first: 'a'.repeat(32), second: 'b'.repeat(32) };

describe('an activity', () => {
  let network: Awaited<ReturnType<typeof openNetwork>>;
  beforeAll(async () => {
    network = await openNetwork(await testPostgres());
  });
  beforeEach(() => network.clear());
  afterAll(() => network.close());

  const identifiers = ['customer-id:shop/1'];
  const order = recordedOrder({ externalId: '1', identifiers });
  const revised = (stated: Partial<RecordedOrder> = {}): RecordedOrder => ({
    ...order,
    revision: { updatedAt: LATER, rank: 8, hash: HASHES.second },
    ...stated,
  });
  const note = (stated: Partial<RecordedOrder> = {}): RecordedOrder => ({
    ...recordedOrder({ externalId: 'n', kind: 'credit-note', refundsOrder: '1', identifiers, value: '-4' }),
    ...{ placedAt: LATER, placedOn: '2026-01-11', revision: { updatedAt: LATER, rank: 5, hash: HASHES.first } },
    ...stated,
  });
  /** What a batch says of an order: of whom, with which net amount, revised when. */
  async function told(...orders: RecordedOrder[]) {
    const emits = await network.apply(...orders);
    return emits
      .filter(({ event, payload }) => event === CustomerActivity && (payload as Activity).order === 'shop/1')
      .map(({ payload }) => {
        const { netAmount, cause, revisedAt } = payload as Activity;
        return [netAmount, cause, revisedAt];
      });
  }

  it('says when its order was cancelled or corrected', async () => {
    expect(await told(order)).toEqual([['10', 'order', undefined]]);
    expect(await told(revised({ status: 'cancelled', counts: false }))).toEqual([['0', 'order', LATER]]);
  });

  it('says nothing of the kind of a first version, as an export touches every order', async () => {
    expect(await told(revised())).toEqual([['10', 'order', undefined]]);
  });

  it('says when a credit note came to speak of its order, or was taken back', async () => {
    await told(order);
    expect(await told(note())).toEqual([['6', 'order', LATER]]);
    const updatedAt = '2026-01-12T00:00:00.000Z';
    const revision = { updatedAt, rank: 8, hash: HASHES.second };
    expect(await told(note({ revision, counts: false, status: 'cancelled' }))).toEqual([['10', 'order', updatedAt]]);
  });

  it('is as old as its order where that came with its credit note, or was valued late', async () => {
    const { value: _value, ...unvalued } = order;
    expect(await told(unvalued, note())).toEqual([['0', 'order', undefined]]);
    expect(await told(order)).toEqual([['6', 'order', undefined]]);
  });

  it('says nothing of the kind to whom its order only moved', async () => {
    await told(order);
    await told(revised({ value: '12' }));
    const other = { identifiers: ['email:a@x.com'], placedAt: '2025-12-01T00:00:00.000Z', placedOn: '2025-12-01' };
    await told(recordedOrder({ externalId: '2', ...other }));
    const both = [...identifiers, ...other.identifiers];
    // Also where a credit note speaks of it at the same moment.
    expect(await told(recordedOrder({ externalId: '3', identifiers: both }), note())).toEqual([
      ['0', 'identity', undefined],
      ['8', 'identity', undefined],
    ]);
  });
});
