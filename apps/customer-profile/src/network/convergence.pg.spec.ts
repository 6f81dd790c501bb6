import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedOrder } from '@orderweave/contracts';
import {
  customerLinks,
  DEFAULT_IDENTITY_POLICY,
  isShared,
  judgeStated,
  mayLink,
  meaningOf,
  netAmount,
  weave,
} from '@orderweave/domain-network';
import fc from 'fast-check';
import { testPostgres } from '@orderweave/testing';
import { openNetwork } from './network.fixture.js';
import { orderKey } from './order-state.js';
import { recordedOrder } from './recorded-order.fixture.js';

// One customer id more makes an identifier shared: so a few documents are enough to merge, split, share and unshare.
const policy = { ...DEFAULT_IDENTITY_POLICY, sharedAfter: 1 };
const identifierPool = [
  ...['customer-id:shop/1', 'customer-id:shop/2', 'customer-id:shop/3'],
  ...['email:a@x.com', 'email:b@x.com', 'phone:+8613800000001'],
  ...['email:noreply@shop.com', 'company-domain:x.com'],
];
const message = fc
  .record({
    id: fc.integer({ min: 1, max: 6 }),
    at: fc.integer({ min: 1, max: 5 }),
    hash: fc.constantFrom('a', 'b'),
    identifiers: fc.uniqueArray(fc.constantFrom(...identifierPool), { minLength: 1, maxLength: 3, size: 'max' }),
    note: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 3, nil: undefined }),
    value: fc.option(fc.constantFrom('10', '0', '29.33'), { freq: 6, nil: undefined }),
    refund: fc.constantFrom(undefined, undefined, '1.5', '10'),
    counts: fc.constantFrom(true, true, true, false),
    day: fc.integer({ min: 1, max: 9 }),
    name: fc.constantFrom(undefined, 'Ann', 'Bob'),
    industry: fc.constantFrom(undefined, 'tea', 'pots'),
    skus: fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 3 }),
    category: fc.constantFrom(undefined, 'tea', 'pots'),
    price: fc.constantFrom('1', '14.665'),
  })
  .map(
    ({
      id,
      at,
      hash,
      identifiers,
      note,
      value,
      refund,
      counts,
      day,
      name,
      industry,
      skus,
      category,
      price,
    }): RecordedOrder => {
      const kind = note === undefined ? 'order' : 'credit-note';
      return {
        ...recordedOrder({ externalId: String(id), kind, identifiers, counts, status: counts ? 'paid' : 'cancelled' }),
        revision: { updatedAt: `2026-01-0${at}T00:00:00.000Z`, rank: 5, hash: hash.repeat(32) },
        placedAt: `2026-01-0${day}T10:00:00.000Z`,
        placedOn: `2026-01-0${day}`,
        refunds: refund && kind === 'order' ? [{ id: 'r1', amount: refund }] : [],
        lines: skus.map((sku) => ({
          ...{ sku, quantity: '1', unitPrice: price, discount: '0', amount: price },
          ...(category !== undefined && { category }),
        })),
        ...(note !== undefined && note !== id && { refundsOrder: String(note) }),
        ...(name !== undefined && { customerName: name }),
        ...(industry !== undefined && { industry }),
        value: value === undefined ? undefined : kind === 'order' ? value : `-${value}`.replace('-0', '0'),
      } as RecordedOrder;
    },
  );
// One revision is one content: messages that claim the same place say the same. A third of those with a value told it once without, as
// long as no rate was known.
const log = fc
  .array(fc.tuple(message, fc.nat({ max: 2 })), { minLength: 1, maxLength: 24, size: 'max' })
  .map((messages) =>
    [...new Map(messages.map((one) => [`${one[0].externalId} ${revisionOf(one[0])}`, one])).values()].flatMap(
      ([one, chance]) => (one.value !== undefined && chance === 0 ? [unvalued(one), one] : [one]),
    ),
  );

describe('convergence on PostgreSQL', () => {
  let network: Awaited<ReturnType<typeof openNetwork>>;
  beforeAll(async () => {
    network = await openNetwork(await testPostgres(), policy);
  });
  afterAll(() => network.close());

  it('tells what the latest orders say of a company and where it is', async () => {
    await network.clear();
    const identifiers = ['customer-id:shop/1'];
    const first = {
      company: 'Tea Ltd',
      industry: 'tea',
      companySize: '50-249',
      shipTo: { city: 'Foshan', country: 'CN' },
    };
    await network.apply(recordedOrder({ externalId: '1', identifiers, ...first }));
    const placedAt = '2026-01-02T00:00:00.000Z';
    await network.apply(recordedOrder({ externalId: '2', identifiers, placedAt, companySize: '250+' }));
    expect([...network.ledger.profiles.values()]).toEqual([
      expect.objectContaining({
        version: 2,
        ...{ company: 'Tea Ltd', industry: 'tea', companySize: '250+', city: 'Foshan' },
      }),
    ]);
  });

  it('any shuffle, repetition and batching ends in the state that the newest revisions define', async () => {
    const replay = log.chain((messages) =>
      fc.record({
        messages: fc.constant(messages),
        order: fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length * 2 }),
        cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 48, maxLength: 48 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(replay, async ({ messages, order, cuts }) => {
        await network.clear();
        const queue = [...order];
        for (const cut of cuts) if (queue.length > 0) await network.apply(...queue.splice(0, cut));
        if (queue.length > 0) await network.apply(...queue);
        const expected = oracle(messages);
        expect(await stateOf(network)).toEqual(expected);
        expect(ledgerOf(network)).toEqual(contributions(expected));
      }),
      { numRuns: Number(process.env['CONVERGENCE_RUNS'] ?? 100) },
    );
  });
});

interface Line {
  key: string;
  /** The least key of the documents of the same customer. */
  customer: string | null;
  net: string | null;
  name: string | null;
  industry: string | null;
  /** What was ordered: SKU, category and amount of each line. */
  goods: string[];
  identifiers: string[] | null;
  contributes: string | null;
}

function oracle(messages: readonly RecordedOrder[]): Line[] {
  const newest = new Map<string, RecordedOrder>();
  for (const one of messages)
    if (judgeStated(one, newest.get(orderKey(one))) === 'newer') newest.set(orderKey(one), one);
  const links = new Map<string, Set<string>>();
  for (const { identifiers } of newest.values()) {
    for (const [identifier, id] of customerLinks(identifiers, policy))
      links.set(identifier, (links.get(identifier) ?? new Set()).add(id));
  }
  const groups = weave(
    [...newest].map(([key, { identifiers, placedAt }]) => ({ key, identifiers, placedAt })),
    (one) => mayLink(one, policy) && !isShared(one, links.get(one)?.size ?? 0, policy),
  );
  return [...newest]
    .map(([key, order]): Line => {
      const group = groups.find(({ documents }) => documents.includes(key));
      const notes = [...newest.values()].filter(
        (one) => one.kind === 'credit-note' && one.refundsOrder !== undefined && `shop/${one.refundsOrder}` === key,
      );
      const net = netAmount(order, notes);
      const meaning = meaningOf(order, net);
      const documents = (group?.documents ?? [])
        .flatMap((document) => newest.get(document) ?? [])
        .sort((a, b) => placeOf(a).localeCompare(placeOf(b)));
      return {
        ...{ key, net: net ?? null, goods: order.lines.map(goodsOf) },
        customer: group ? ([...group.documents].sort()[0] ?? null) : null,
        name: documents.findLast(({ customerName }) => customerName !== undefined)?.customerName ?? null,
        industry: documents.findLast(({ industry }) => industry !== undefined)?.industry ?? null,
        identifiers: group ? [...group.identifiers] : null,
        contributes: meaning.counts ? contribution(meaning, order, net) : null,
      };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function stateOf({ database }: Awaited<ReturnType<typeof openNetwork>>): Promise<Line[]> {
  const { rows } = await database.pool.query(`
    SELECT o.channel || '/' || o.external_id AS key, o.net::text AS net, c.name, c.industry, c.merged_into,
      (SELECT min(x.channel || '/' || x.external_id) FROM purchase_order x WHERE x.customer_id = o.customer_id) AS customer,
      ARRAY(SELECT concat_ws(' ', l.sku, l.category, l.quantity * l.unit_price - l.discount) FROM order_line l
        WHERE l.order_id = o.order_id ORDER BY l.line_no) AS goods,
      CASE WHEN o.customer_id IS NOT NULL THEN
        ARRAY(SELECT i.identifier FROM identifier i WHERE i.customer_id = o.customer_id ORDER BY i.identifier COLLATE "C") END AS identifiers,
      o.kind, o.refunds_order, o.status, o.counts, o.value::text AS value
    FROM purchase_order o LEFT JOIN customer c USING (customer_id) ORDER BY 1`);
  return rows.map(({ kind, refunds_order, status, counts, value, merged_into, ...line }) => {
    expect(merged_into).toBeNull();
    const stored = { kind, status, counts, refundsOrder: refunds_order ?? undefined, value: value ?? undefined };
    const meaning = meaningOf(stored, line.net ?? undefined);
    return {
      ...line,
      contributes: meaning.counts ? contribution(meaning, stored, line.net ?? undefined) : null,
    } as Line;
  });
}

/** What the events of all batches, in any order, add up to: each order counts with one customer at most. */
function ledgerOf({ ledger }: Awaited<ReturnType<typeof openNetwork>>) {
  const counting = [...ledger.activities.values()].filter(({ counts }) => counts);
  for (const { customerId } of counting) expect(ledger.profiles.get(customerId)).not.toHaveProperty('mergedInto');
  return counting
    .map(({ order, netAmount: net, purchase, returned = false, lines }) => {
      const goods = lines ? lines.split('\n').map(goodsTold) : [];
      return `${order} ${net} ${purchase} ${returned}: ${goods.join()}`;
    })
    .sort();
}

function contributions(lines: readonly Line[]): string[] {
  return lines
    .flatMap(({ key, customer, contributes, goods }) =>
      customer && contributes ? [`${key} ${contributes}: ${goods.join()}`] : [],
    )
    .sort();
}

function contribution(
  { netAmount: net, purchase }: ReturnType<typeof meaningOf>,
  { kind, value }: Pick<RecordedOrder, 'kind' | 'value'>,
  worth: string | undefined,
): string {
  return `${net} ${purchase} ${kind === 'order' && Number(worth) < Number(value)}`;
}

function goodsOf({ sku, category, amount }: { sku: string; category?: string | undefined; amount: string }): string {
  return [sku, category, amount].filter((part) => part !== undefined).join(' ');
}

function goodsTold(line: string): string {
  const [sku = '', category, , amount] = line.split('\t');
  return goodsOf({ sku, category: category || undefined, amount: amount || '?' });
}

/** What was told of an order before its rate came: no value, refunds in its own currency. */
function unvalued({ value: _value, ...order }: RecordedOrder): RecordedOrder {
  return { ...order, refunds: order.refunds.map(({ id }) => ({ id, amount: '0.1' })) };
}

function revisionOf({ revision }: RecordedOrder): string {
  return `${revision.updatedAt} ${revision.hash}`;
}

function placeOf(order: RecordedOrder | undefined): string {
  return order ? `${order.placedAt} ${order.channel} ${order.externalId}` : '';
}
