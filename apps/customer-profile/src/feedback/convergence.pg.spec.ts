import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedFeedback, RecordedOrder } from '@orderweave/contracts';
import { DEFAULT_IDENTITY_POLICY, originOf } from '@orderweave/domain-network';
import fc from 'fast-check';
import { recordedOrder } from '../network/recorded-order.fixture.js';
import { openFeedback, recordedFeedback } from './feedback.fixture.js';

// One customer id more makes an identifier shared: so a few documents are enough to merge, split, share and unshare.
const policy = { ...DEFAULT_IDENTITY_POLICY, sharedAfter: 1 };
const identifiers = fc.uniqueArray(
  fc.constantFrom('customer-id:shop/1', 'customer-id:shop/2', 'email:a@x.com', 'email:b@x.com', 'phone:+8613800000001'),
  { minLength: 1, maxLength: 2, size: 'max' },
);
const at = fc.integer({ min: 1, max: 5 }).map((day) => `2026-01-0${day}T00:00:00.000Z`);
const order = fc
  .record({ id: fc.integer({ min: 1, max: 4 }), at, identifiers })
  .map(({ id, at: updatedAt, identifiers }) => ({
    order: recordedOrder({
      externalId: String(id),
      identifiers,
      revision: { updatedAt, rank: 5, hash: hashOf(identifiers) },
    }),
  }));
const said = fc
  .record({
    id: fc.integer({ min: 1, max: 3 }),
    at,
    identifiers,
    about: fc.option(fc.integer({ min: 1, max: 5 })),
    score: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ id, at: updatedAt, identifiers, about, score }) => ({
    feedback: recordedFeedback({
      ...{ feedbackId: String(id), identifiers, score },
      ...(about !== null && { order: `shop/${about}` }),
      revision: { updatedAt, rank: 0, hash: hashOf([...identifiers, score, about]) },
    }),
  }));
type Message = { order: RecordedOrder } | { feedback: RecordedFeedback };

describe('feedback and orders in any order', () => {
  let network: Awaited<ReturnType<typeof openFeedback>>;
  beforeAll(async () => void (network = await openFeedback(policy)));
  afterAll(() => network.close());

  it('end in the owners that the network and the newest revisions define, each told once', async () => {
    const replay = fc
      .array(fc.oneof(order, said), { minLength: 2, maxLength: 12, size: 'max' })
      .chain((messages: Message[]) =>
        fc.record({
          shuffled: fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length * 2 }),
          cuts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 24, maxLength: 24 }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(replay, async ({ shuffled, cuts }) => {
        await network.clear();
        const queue = [...shuffled];
        for (const cut of cuts) {
          const batch = queue.splice(0, cut);
          const orders = batch.flatMap((one) => ('order' in one ? [one.order] : []));
          const words = batch.flatMap((one) => ('feedback' in one ? [one.feedback] : []));
          if (orders.length > 0) await network.order(...orders);
          if (words.length > 0) await network.say(...words);
        }
        expect(queue).toEqual([]);
        const words = shuffled.flatMap((one) => ('feedback' in one ? [one.feedback] : []));
        const newest = newestOf(words);
        const expected = await plainOwners(newest);
        expect(await network.owners()).toEqual(expected);
        const counting = [...network.told.values()].filter(({ counts }) => counts);
        expect(counting.map(({ feedback, customerId, score }) => `${feedback} ${customerId} ${score}`).sort()).toEqual(
          [...expected]
            .flatMap(([key, owner]) => (owner === null ? [] : [`${key} ${owner} ${newest.get(key)!.score}`]))
            .sort(),
        );
      }),
      { numRuns: 30 },
    );
  });

  async function plainOwners(newest: ReadonlyMap<string, RecordedFeedback>): Promise<Map<string, string | null>> {
    const { rows: orders } = await network.database.pool.query('SELECT external_id, customer_id FROM purchase_order');
    const { rows: known } = await network.database.pool.query(
      'SELECT identifier, customer_id FROM identifier WHERE customer_id IS NOT NULL AND NOT shared',
    );
    return new Map(
      [...newest].map(([key, { order, identifiers }]) => {
        const byOrder = orders.find(({ external_id }) => `shop/${external_id}` === order)?.customer_id ?? null;
        const found = identifiers.filter((one) => known.some(({ identifier }) => identifier === one));
        const strongest = found.length > 0 ? originOf(found) : undefined;
        return [key, byOrder ?? known.find(({ identifier }) => identifier === strongest)?.customer_id ?? null];
      }),
    );
  }
});

function newestOf(words: readonly RecordedFeedback[]): Map<string, RecordedFeedback> {
  const place = ({ revision }: RecordedFeedback) => `${revision.updatedAt} ${revision.hash}`;
  const sorted = [...words].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const newest = new Map(sorted.map((one) => [`shop/${one.feedbackId}`, one]));
  return new Map([...newest].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One revision is one content: messages that claim the same place say the same. */
function hashOf(content: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(content), 'hex').slice(0, 32);
}
