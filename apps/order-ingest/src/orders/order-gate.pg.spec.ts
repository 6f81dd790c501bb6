import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderRecorded, type RecordedOrder } from '@orderweave/contracts';
import { tenantSettings } from '@orderweave/domain-ordering';
import { createDataSource, Database, migrate, statement, type Transaction } from '@orderweave/postgres';
import { testPostgres, type TestPostgres } from '@orderweave/testing';
import { INGEST_MIGRATIONS } from '../migrations/ingest-migrations.js';
import { QuarantineStore } from '../quarantine/quarantine.store.js';
import { judgeSubmission } from './judge-submission.js';
import { OrderGate } from './order-gate.js';
import { OrderHeadStore } from './order-head.store.js';
import type { GateResult, Judged } from './submission.js';

const SETTINGS = tenantSettings({ tenant: 'default' });
const NOW = Date.parse('2026-06-01T00:00:00Z');

describe('the gate', () => {
  let schema: TestPostgres;
  let database: Database;
  const quarantine = new QuarantineStore();
  const gate = new OrderGate(new OrderHeadStore(), quarantine);

  beforeAll(async () => {
    schema = await testPostgres();
    const source = createDataSource({ url: schema.url, migrations: INGEST_MIGRATIONS });
    await migrate(source);
    await source.destroy();
    database = new Database({ url: schema.url });
  });

  afterAll(async () => {
    await database.close();
    await schema.drop();
  });

  const judge = (value: unknown): Judged =>
    judgeSubmission(
      {
        settings: SETTINGS,
        source: 'http',
        value,
        original: () => Buffer.from(JSON.stringify(value)),
        channels: ['*'],
      },
      NOW,
    );
  const order = (externalId: string, minute: number, more: object = {}): unknown => ({
    channel: 'shop',
    externalId,
    placedAt: '2026-05-01T00:00:00Z',
    updatedAt: `2026-05-01T00:${String(minute).padStart(2, '0')}:00Z`,
    currency: 'CNY',
    lines: [{ sku: 'S', quantity: 1, unitPrice: '9.9' }],
    ...more,
  });

  async function admit(...values: unknown[]): Promise<{ results: GateResult[]; published: RecordedOrder[] }> {
    const published: RecordedOrder[] = [];
    const results = await database.transaction(async (tx) => {
      const publish = tx.publish.bind(tx);
      tx.publish = (emissions) => {
        for (const { event, payload } of emissions) {
          expect(event).toBe(OrderRecorded);
          published.push(payload as RecordedOrder);
        }
        publish(emissions);
      };
      return gate.admit(tx, values.map(judge), NOW);
    });
    return { results, published };
  }
  const outcome = ({ results }: { results: GateResult[] }): string[] => results.map(({ result }) => result);

  it('takes a revision once, whatever comes again', async () => {
    const first = await admit(order('once', 5));
    expect(outcome(first)).toEqual(['accepted']);
    expect(first.results[0]).toMatchObject({
      order: 'shop/once',
      revision: { updatedAt: '2026-05-01T00:05:00.000Z', rank: 4 },
    });
    expect(first.published).toMatchObject([{ externalId: 'once', value: '9.9' }]);
    for (const [minute, result] of [
      [5, 'duplicate'],
      [4, 'stale'],
      [6, 'accepted'],
      [5, 'stale'],
    ] as const) {
      const next = await admit(order('once', minute));
      expect([minute, ...outcome(next)]).toEqual([minute, result]);
      expect(next.published).toHaveLength(result === 'accepted' ? 1 : 0);
    }
  });

  it('lets status rank decide at the same updated-at', async () => {
    expect(outcome(await admit(order('rank', 1, { status: 'paid' })))).toEqual(['accepted']);
    expect(outcome(await admit(order('rank', 1, { status: 'placed' })))).toEqual(['stale']);
    expect(outcome(await admit(order('rank', 1, { status: 'cancelled' })))).toEqual(['accepted']);
  });

  it('takes several revisions of one order in one batch and publishes the greatest alone', async () => {
    await admit(order('many', 3));
    const batch = await admit(
      order('many', 2),
      order('many', 7),
      order('other', 1),
      order('many', 9),
      order('many', 8),
      order('many', 3),
    );
    expect(outcome(batch)).toEqual(['stale', 'accepted', 'accepted', 'accepted', 'stale', 'stale']);
    expect(batch.published.map(({ externalId, revision }) => [externalId, revision.updatedAt.slice(14, 16)])).toEqual([
      ['many', '09'],
      ['other', '01'],
    ]);
    const repeated = await admit(order('many', 9), order('many', 9));
    expect([outcome(repeated), repeated.published]).toEqual([['duplicate', 'duplicate'], []]);
  });

  it('keeps what is refused with the bytes that it came with, and its neighbours go on', async () => {
    const bad = { ...(order('bad', 1) as object), currency: 'yuan', note: '中文\u0000' };
    const { results, published } = await admit(order('good', 1), bad, null);
    expect(results.map(({ result }) => result)).toEqual(['accepted', 'quarantined', 'quarantined']);
    expect(published).toHaveLength(1);
    const row = await quarantine.get(database, 'default', results[1]?.quarantineId ?? '');
    expect(row).toMatchObject({ channel: 'shop', source: 'http', times: 1, state: 'open' });
    expect(row?.payload.toString()).toBe(JSON.stringify(bad));
    expect(row?.faults.map(({ field }) => field).sort()).toEqual(['/currency', '/note']);
    const again = await admit(bad, bad);
    expect(again.results.map(({ quarantineId }) => quarantineId)).toEqual([
      results[1]?.quarantineId,
      results[1]?.quarantineId,
    ]);
    expect((await quarantine.get(database, 'default', results[1]?.quarantineId ?? ''))?.times).toBe(3);
  });

  it('changes nothing when it only rehearses', async () => {
    await admit(order('real', 5));
    const judged = [order('real', 5), order('real', 6), order('unreal', 1), null].map(judge);
    const results = await gate.rehearse(database, judged);
    expect(results.map(({ result }) => result)).toEqual(['duplicate', 'accepted', 'accepted', 'quarantined']);
    expect(await gate.rehearse(database, judged)).toEqual(results);
  });

  it('publishes each head exactly once when transactions meet', async () => {
    const batches = Array.from({ length: 12 }, (_, n) =>
      Array.from({ length: 20 }, (_, k) => order(`race-${(k * 7 + n) % 20}`, (n * 5 + k) % 30)),
    );
    const done = await Promise.all(batches.map((batch) => admit(...batch)));
    const published = done
      .flatMap((one) => one.published)
      .map(({ externalId, revision }) => `${externalId}@${revision.updatedAt}`);
    expect(new Set(published).size).toBe(published.length);
    const heads = await database.query<{ external_id: string; updated_at: Date }>(
      statement('spec.heads', `SELECT external_id, updated_at FROM order_head WHERE external_id LIKE 'race-%'`),
    );
    expect(heads).toHaveLength(20);
    for (const { external_id, updated_at } of heads) {
      const sent = batches.flat().map((one) => one as { externalId: string; updatedAt: string });
      const newest = sent
        .filter(({ externalId }) => externalId === external_id)
        .map(({ updatedAt }) => Date.parse(updatedAt));
      expect(updated_at.getTime()).toBe(Math.max(...newest));
      expect(published).toContain(`${external_id}@${updated_at.toISOString()}`);
    }
  });

  it('forgets everything when its transaction does', async () => {
    const failing = database.transaction(async (tx: Transaction) => {
      await gate.admit(tx, [judge(order('undone', 1))], NOW);
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect(outcome(await admit(order('undone', 1)))).toEqual(['accepted']);
  });
});
