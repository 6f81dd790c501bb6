import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testPostgres } from '@orderweave/testing';
import { openNetwork } from '../network/network.fixture.js';
import { recordedOrder } from '../network/recorded-order.fixture.js';
import { ChannelsController } from './channels.controller.js';
import type { TimelineEntry } from './customer-view.js';
import { CustomersController } from './customers.controller.js';
import { OrdersController } from './orders.controller.js';

const ID = 'customer-id:shop/1';
const MAIL = 'email:a@x.com';
const admin = { name: 'boss', tenant: 'default', role: 'admin' as const, channels: ['*'] };
const day = (n: number) => ({ placedAt: `2026-01-0${n}T10:00:00.000Z`, placedOn: `2026-01-0${n}` });

describe('what people ask of the network', () => {
  let network: Awaited<ReturnType<typeof openNetwork>>;
  let customers: CustomersController;
  let alias: string;
  let survivor: string;
  const idOf = async (identifier: string) => {
    const { items } = await customers.list(admin, { identifier, limit: 10 });
    return items[0]?.customerId ?? '';
  };

  beforeAll(async () => {
    network = await openNetwork(await testPostgres());
    customers = new CustomersController(network.database);
    await network.apply(
      recordedOrder({ externalId: '1', identifiers: [ID], ...day(1), customerName: 'Ann', salesRep: 'bo' }),
      recordedOrder({ externalId: '2', identifiers: [MAIL], ...day(4) }),
      recordedOrder({ externalId: 'n', kind: 'credit-note', refundsOrder: '1', value: '-3', ...day(2) }),
      recordedOrder({ externalId: 'nobody' }),
      recordedOrder({ externalId: 'foreign', identifiers: [ID], tenant: 'other', value: '1000' }),
    );
    [survivor, alias] = [await idOf(ID), await idOf(MAIL)];
  });
  afterAll(() => network.close());

  it('a merge tells both ids what every order now means to them', async () => {
    expect(alias).not.toBe(survivor);
    const emits = await network.apply(recordedOrder({ externalId: '3', identifiers: [ID, MAIL], ...day(9) }));
    expect(emits.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({ customerId: survivor, version: 2, identifiers: [ID, MAIL], name: 'Ann', owner: 'bo' }),
      expect.objectContaining({ customerId: alias, version: 2, identifiers: [], mergedInto: survivor }),
      expect.objectContaining({ customerId: survivor, order: 'shop/3', version: 1, counts: true, cause: 'order' }),
      expect.objectContaining({
        customerId: alias,
        order: 'shop/2',
        version: 2,
        counts: false,
        netAmount: '0',
        cause: 'identity',
      }),
      expect.objectContaining({
        customerId: survivor,
        order: 'shop/2',
        version: 2,
        counts: true,
        netAmount: '10',
        cause: 'identity',
      }),
    ]);
  });

  it('an alias answers with the survivor and its whole timeline', async () => {
    const view = await customers.get(admin, alias, { limit: 10 });
    expect(view).toMatchObject({ askedFor: alias, customerId: survivor, aliases: [alias], names: ['Ann'] });
    expect(view.totals).toEqual([
      {
        currency: 'CNY',
        netAmount: '27',
        orders: 3,
        creditNotes: 0,
        purchaseDays: 3,
        firstPurchaseOn: '2026-01-01',
        lastPurchaseOn: '2026-01-09',
      },
    ]);
    const timeline = view.timeline as TimelineEntry[];
    expect(timeline.map(({ order, netAmount, gapDays }) => [order, netAmount, gapDays])).toEqual([
      ['shop/3', '10', 5],
      ['shop/2', '10', 3],
      ['shop/1', '7', undefined],
    ]);
    expect(timeline[2]?.creditNotes).toEqual([
      { order: 'shop/n', status: 'paid', placedOn: '2026-01-02', value: '-3' },
    ]);
  });

  it('pages through the timeline without a gap or a repetition', async () => {
    const first = await customers.get(admin, survivor, { limit: 2 });
    const second = await customers.get(admin, survivor, { limit: 2, cursor: first.next ?? '' });
    expect([...first.timeline, ...second.timeline].map(({ order }) => order)).toEqual(['shop/3', 'shop/2', 'shop/1']);
    expect(second.next).toBeNull();
  });

  it('shows nobody what belongs to another tenant or another rep', async () => {
    const other = { ...admin, tenant: 'other' };
    await expect(customers.get(other, survivor, { limit: 10 })).rejects.toMatchObject({ parts: { status: 404 } });
    await expect(customers.get({ ...admin, role: 'rep', name: 'al' }, survivor, { limit: 10 })).rejects.toMatchObject({
      parts: { status: 404 },
    });
    await expect(customers.get({ ...admin, role: 'rep', name: 'bo' }, survivor, { limit: 10 })).resolves.toMatchObject({
      customerId: survivor,
    });
    await expect(
      new OrdersController(network.database).get({ ...admin, role: 'rep', name: 'al' }, 'shop', '1'),
    ).rejects.toMatchObject({ parts: { status: 404 } });
    await expect(new OrdersController(network.database).get(other, 'shop', '1')).rejects.toMatchObject({
      parts: { status: 404 },
    });
  });

  it('gives an order with its lines and credit notes, and channels with their anonymous orders', async () => {
    expect(await new OrdersController(network.database).get(admin, 'shop', '1')).toMatchObject({
      ...{ customerId: survivor, value: '10', netAmount: '7' },
      creditNotes: [{ externalId: 'n', value: '-3' }],
      lines: [{ sku: 'A', quantity: '1', unitPrice: '10', discount: '0', amount: '10' }],
    });
    expect((await new ChannelsController(network.database).list(admin)).items).toEqual([
      {
        channel: 'shop',
        currency: 'CNY',
        orders: 4,
        creditNotes: 1,
        anonymous: 1,
        unvalued: 0,
        netAmount: '37',
        anonymousNetAmount: '10',
      },
    ]);
  });
});
