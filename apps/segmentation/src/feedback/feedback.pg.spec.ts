import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CustomerActivity,
  CustomerFeedback,
  CustomerProfiled,
  CustomerTransition,
  type Activity,
  type FeedbackMeaning,
  type Profile,
  type Transition,
} from '@orderweave/contracts';
import { parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import type { Received } from '@orderweave/stream';
import { activityHandler } from '../ledger/apply-activity.js';
import { TenantMoments } from '../models/tenant-moments.js';
import { readFacts } from '../segments/customer-facts.store.js';
import { notingNews } from '../segments/note-news.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { hearingFeedback } from './hearing-feedback.js';

type Message = Activity | Profile | FeedbackMeaning;
const order = buildActivity({ customerId: 'c1', order: 'web/1', day: parseDay('2026-02-01'), amount: '120' });
const profile: Profile = {
  tenant: TENANT,
  customerId: 'c1',
  version: 1,
  identifiers: ['email:ann@x.com'],
  name: 'Ann',
  owner: 'bo',
};
const said = (more: Partial<FeedbackMeaning> = {}): FeedbackMeaning => ({
  ...{ tenant: TENANT, customerId: 'c1', feedback: 'web/f', version: 1, kind: 'csat', score: 1, sentiment: 'negative' },
  ...{ detractor: true, givenAt: '2026-02-03T08:00:00.000Z', givenOn: '2026-02-03', order: 'web/1', sku: 'TEA' },
  ...{ counts: true, cause: 'feedback' },
  ...more,
});

describe('feedback in the ledger of customers', () => {
  let rig: SegmentationRig;
  let moments: TenantMoments;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  beforeEach(async () => {
    await rig.clear();
    moments = new TenantMoments(rig.policies, () => Date.parse('2026-02-04T00:00:00Z'));
  });
  afterAll(() => rig.stop());

  async function take(...batch: Message[]): Promise<Transition[]> {
    const parts = { policies: rig.policies, moments, wallNow: () => 0 };
    const handle = hearingFeedback(notingNews(activityHandler(parts)), parts);
    const events = batch.map(received) as Parameters<typeof handle>[0];
    const context = { topic: CustomerActivity.topic, partition: 0, epoch: '1' };
    const handled = await rig.database.transaction((tx) => handle(events, tx, context));
    return (handled?.emits ?? []).flatMap(({ event, payload }) => {
      if (event.type !== CustomerTransition.type) return [];
      const transition = CustomerTransition.decode(Buffer.from(JSON.stringify(payload)));
      return transition.kind === 'feedback' ? [transition] : [];
    });
  }
  const rows = () =>
    rig.rows<Record<string, unknown>>(
      'SELECT customer_id, feedback, version, kind, score, counts FROM customer_feedback ORDER BY 1, 2',
    );

  it('tells a detractor with its reasons, its owner and its last orders, also in one batch with all of them', async () => {
    const [told, ...more] = await take(said(), order, profile);
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      ...{ customerId: 'c1', customer: { name: 'Ann', owner: 'bo' }, kind: 'feedback', from: null, to: 'detractor' },
      ...{ effectiveAt: '2026-02-03T08:00:00.000Z', cause: { type: 'feedback', ref: 'web/f' }, alertable: true },
      because: {
        inputs: [
          { name: 'feedback-kind', value: 'csat' },
          { name: 'csat-score', value: 1, threshold: 2 },
          { name: 'feedback-sentiment', value: 'negative' },
          { name: 'feedback-on', value: '2026-02-03' },
          { name: 'feedback-order', value: 'web/1' },
          { name: 'feedback-product', value: 'TEA' },
        ],
        orders: [{ order: 'web/1', placedOn: '2026-02-01', netAmount: '120' }],
      },
    });
  });

  it('tells it once, and then that the customer is content again', async () => {
    expect(await take(order, said())).toHaveLength(1);
    expect(await take(said(), said({ version: 2, score: 2 }))).toEqual([]);
    const good = said({
      feedback: 'web/g',
      score: 5,
      sentiment: 'positive',
      detractor: false,
      givenAt: '2026-02-05T00:00:00.000Z',
      givenOn: '2026-02-05',
    });
    const [closed] = await take(good);
    expect(closed).toMatchObject({ from: 'detractor', to: 'content' });
    expect(closed?.because.inputs[1]).toEqual({ name: 'csat-score', value: 5, threshold: 2, previous: 2 });
    expect(await take(good)).toEqual([]);
  });

  it('is silent to whom it passes on', async () => {
    await take(order, said());
    expect(
      await take(
        said({ version: 2, counts: false, cause: 'identity' }),
        said({ version: 2, customerId: 'c2', cause: 'identity' }),
      ),
    ).toEqual([]);
    expect((await rows()).map(({ customer_id, counts }) => [customer_id, counts])).toEqual([
      ['c1', false],
      ['c2', true],
    ]);
  });

  it('is what segments and signals ask for', async () => {
    await take(
      order,
      said({ kind: 'complaint', score: undefined as never }),
      said({ feedback: 'web/g', kind: 'nps', score: 8, detractor: false, sentiment: 'neutral', givenOn: '2026-02-02' }),
    );
    const facts = await rig.database.transaction(async (tx) => {
      const moment = (await moments.load(tx, [TENANT])).get(TENANT)!;
      return readFacts(tx, { moment, goods: false }, ['c1']);
    });
    expect(facts.get('c1')?.feedback).toEqual([
      { on: parseDay('2026-02-02'), kind: 'nps', score: 8 },
      { on: parseDay('2026-02-03'), kind: 'complaint' },
    ]);
    expect(await rig.rows('SELECT customer_id FROM signal_news')).toContainEqual({ customer_id: 'c1' });
  });

  it('ends in the same rows whatever the order, repetition and batching of messages', async () => {
    const message = fc
      .record({
        id: fc.integer({ min: 1, max: 3 }),
        who: fc.constantFrom('c1', 'c2'),
        version: fc.integer({ min: 1, max: 4 }),
      })
      .map(({ id, who, version }) =>
        said({ feedback: `web/${id}`, customerId: who, version, score: (id * 7 + version) % 3, counts: version !== 3 }),
      );
    const replay = fc.array(message, { minLength: 1, maxLength: 8 }).chain((messages) =>
      fc.record({
        messages: fc.constant(messages),
        shuffled: fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length * 2 }),
        cut: fc.integer({ min: 1, max: 16 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(replay, async ({ messages, shuffled, cut }) => {
        await rig.rows('DELETE FROM customer_feedback');
        const ids = [...(await take(...shuffled.slice(0, cut))), ...(await take(...shuffled.slice(cut)))].map(
          ({ cause }) => cause.ref,
        );
        const newest = new Map<string, FeedbackMeaning>();
        for (const one of messages) {
          const key = `${one.customerId} ${one.feedback}`;
          if ((newest.get(key)?.version ?? 0) < one.version) newest.set(key, one);
        }
        expect(await rows()).toEqual(
          [...newest]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([, { customerId: customer_id, feedback, version, kind, score, counts }]) => ({
              ...{ customer_id, feedback, version, kind, score, counts },
            })),
        );
        // Once for each customer that it was ever heard of.
        expect(ids.length).toBeLessThanOrEqual(newest.size);
      }),
      { numRuns: 25 },
    );
  });
});

function received(payload: Message, index: number): Received {
  const event = 'feedback' in payload ? CustomerFeedback : 'order' in payload ? CustomerActivity : CustomerProfiled;
  return {
    ...{ event: event as never, payload, topic: event.topic, partition: 0, offset: String(index) },
    ...{ timestamp: 0, traceparent: undefined, headers: {} },
  };
}
