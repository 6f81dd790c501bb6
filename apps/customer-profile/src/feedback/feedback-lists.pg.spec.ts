import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallerIdentity } from '@orderweave/service';
import { recordedOrder } from '../network/recorded-order.fixture.js';
import { CustomersController } from '../read-api/customers.controller.js';
import { FeedbackController } from './feedback.controller.js';
import type { FeedbackQuery } from './feedback-query.js';
import { openFeedback, recordedFeedback } from './feedback.fixture.js';

const boss: CallerIdentity = { name: 'boss', tenant: 'default', role: 'manager', channels: ['*'] };
const rep: CallerIdentity = { ...boss, name: 'bo', role: 'rep' };
const given = (day: string) => ({ givenAt: `${day}T04:00:00.000Z`, givenOn: day });

describe('what people ask of feedback', () => {
  let network: Awaited<ReturnType<typeof openFeedback>>;
  let controller: FeedbackController;
  let customer: string;
  const list = async (more: Partial<FeedbackQuery> = {}, caller = boss) => {
    const { items } = await controller.list(caller, { limit: 50, ...more });
    return items.map(({ feedback }) => feedback);
  };

  beforeAll(async () => {
    network = await openFeedback();
    controller = new FeedbackController(network.database);
    await network.order(
      recordedOrder({ externalId: '1', identifiers: ['email:ann@x.com'], salesRep: 'bo' }),
      recordedOrder({ externalId: '2', identifiers: ['email:eve@x.com'], salesRep: 'al' }),
    );
    const ann = { identifiers: ['email:ann@x.com'] };
    await network.say(
      recordedFeedback({
        feedbackId: 'a',
        ...given('2026-02-01'),
        order: 'shop/1',
        kind: 'complaint',
        score: undefined as never,
        text: 'Never came',
      }),
      recordedFeedback({ feedbackId: 'b', ...given('2026-02-03'), ...ann, kind: 'nps', score: 9 }),
      recordedFeedback({ feedbackId: 'c', ...given('2026-03-01'), ...ann, kind: 'nps', score: 6, channel: 'survey' }),
      recordedFeedback({ feedbackId: 'd', ...given('2026-03-31'), order: 'shop/2', kind: 'csat', score: 4 }),
      recordedFeedback({ feedbackId: 'e', ...given('2026-03-31'), order: 'shop/9', kind: 'csat', score: 3 }),
      recordedFeedback({ feedbackId: 'x', ...given('2026-03-31'), tenant: 'other', kind: 'csat', score: 1 }),
    );
    const { rows } = await network.database.pool.query(
      `SELECT customer_id FROM purchase_order WHERE external_id = '1'`,
    );
    customer = rows[0].customer_id;
  });
  afterAll(() => network.close());

  it('lists newest first, page by page', async () => {
    const all = ['shop/e', 'shop/d', 'survey/c', 'shop/b', 'shop/a'];
    expect(await list()).toEqual(all);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await controller.list(boss, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ feedback }) => feedback));
      cursor = page.next;
    }
    expect(seen).toEqual(all);
  });

  it('finds by each of its fields', async () => {
    expect(await list({ kind: 'nps' })).toEqual(['survey/c', 'shop/b']);
    expect(await list({ sentiment: 'negative' })).toEqual(['survey/c', 'shop/a']);
    expect(await list({ detractor: 'false' })).toEqual(['shop/e', 'shop/d', 'shop/b']);
    expect(await list({ customer })).toEqual(['survey/c', 'shop/b', 'shop/a']);
    expect(await list({ customer, order: 'shop/1' })).toEqual(['shop/a']);
    expect(await list({ order: 'shop/9' })).toEqual(['shop/e']);
    expect(await list({ from: '2026-02-02', to: '2026-03-01' })).toEqual(['survey/c', 'shop/b']);
  });

  it('a good score closes what the same customer said before it', async () => {
    expect(await list({ open: 'true' })).toEqual(['survey/c']);
    expect(await list({ open: 'false' })).toEqual(['shop/a']);
    const { items } = await controller.list(boss, { limit: 50, order: 'shop/1' });
    expect(items).toMatchObject([
      { text: 'Never came', closedBy: { feedback: 'shop/b', givenAt: '2026-02-03T04:00:00.000Z' } },
    ]);
  });

  it('shows a rep own customers, and a key its channels', async () => {
    expect(await list({}, rep)).toEqual(['survey/c', 'shop/b', 'shop/a']);
    expect(await list({}, { ...boss, channels: ['survey'] })).toEqual(['survey/c']);
    expect(await list({}, { ...boss, tenant: 'other' })).toEqual(['shop/x']);
  });

  it('tells the scores of months, those without answers too', async () => {
    const none = { value: null, n: 0 };
    const { items } = await controller.scores(boss, { from: '2026-01' });
    expect(items).toEqual([
      { month: '2026-01', nps: none, csat: none, review: none, complaints: 0 },
      { month: '2026-02', nps: { value: 100, n: 1 }, csat: none, review: none, complaints: 1 },
      { month: '2026-03', nps: { value: -100, n: 1 }, csat: { value: 50, n: 2 }, review: none, complaints: 0 },
    ]);
    const own = (await controller.scores(rep, { to: '2026-03' })).items;
    expect([own.length, own.at(-1)]).toMatchObject([12, { csat: none, nps: { n: 1 } }]);
    await expect(controller.scores(boss, { from: '2026-04', to: '2026-03' })).rejects.toMatchObject({
      parts: { status: 400 },
    });
    expect((await controller.scores({ ...boss, tenant: 'nobody' }, {})).items).toEqual([]);
  });

  it('stands on the timeline between the orders, page by page', async () => {
    const customers = new CustomersController(network.database);
    const first = await customers.get(boss, customer, { limit: 3 });
    const second = await customers.get(boss, customer, { limit: 3, cursor: first.next ?? '' });
    const timeline = [...first.timeline, ...second.timeline];
    expect(timeline.map((entry) => ('feedback' in entry ? entry.feedback : entry.order))).toEqual([
      ...['survey/c', 'shop/b', 'shop/a', 'shop/1'],
    ]);
    expect(timeline[2]).toMatchObject({
      kind: 'feedback',
      feedbackKind: 'complaint',
      text: 'Never came',
      order: 'shop/1',
    });
    expect(second.next).toBeNull();
  });
});
