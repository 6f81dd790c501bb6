import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activity } from '@orderweave/contracts';
import { activity, outcomeRig, type OutcomeRig } from '../outcome-rig.fixture.js';
import { takeNews, tenantsWithNews } from './outcome-news.store.js';

const NOW = Date.parse('2026-05-01T00:00:00Z');
const RAISED = '2026-03-01T00:00:00Z';

describe('news of outcomes', () => {
  let rig: OutcomeRig;
  beforeAll(async () => {
    rig = await outcomeRig(NOW);
  });
  afterAll(() => rig.end());
  const raise = (tenant: string, customerId: string) =>
    rig.raise({ tenant, customerId, id: `${tenant}/${customerId}`, recordedAt: RAISED });
  const order = (tenant: string, customerId: string, at: string, given: Partial<Activity> = {}) =>
    rig.follow(activity(customerId, 'web/1', at, { tenant, ...given }));
  const take = (tenant: string, limit = 100) => rig.database.transaction((tx) => takeNews(tx, tenant, limit));

  it('are judged of who ordered within the window of an alert, and of nobody else', async () => {
    for (const customer of ['before', 'at', 'within', 'last', 'late', 'never']) await raise('window', customer);
    await order('window', 'before', '2026-02-20T00:00:00Z');
    await order('window', 'at', RAISED);
    await order('window', 'within', '2026-03-01T00:00:01Z');
    await order('window', 'last', '2026-03-31T00:00:00Z');
    await order('window', 'late', '2026-03-31T00:00:01Z');
    await order('window', 'unwatched', '2026-03-05T00:00:00Z');
    const { customers, none, more } = await take('window');
    expect([[...customers].sort(), none, more]).toEqual([['last', 'within'], false, false]);
    expect(await take('window')).toMatchObject({ customers: [], none: true });
  });

  it('are judged of whoever has an outcome, or is one with others, or was', async () => {
    for (const customer of ['moved', 'holder', 'part', 'parted']) await raise('others', customer);
    await order('others', 'moved', '2026-03-05T00:00:00Z');
    const profile = (customerId: string, version: number, mergedInto?: string) =>
      rig.follow({ tenant: 'others', customerId, version, identifiers: [], ...(mergedInto && { mergedInto }) });
    await profile('part', 1, 'holder');
    await profile('parted', 1, 'holder');
    await rig.settle();
    await order('others', 'moved', '2026-02-05T00:00:00Z', { version: 2 });
    await order('others', 'holder', '2026-01-05T00:00:00Z');
    await order('others', 'part', '2026-01-05T00:00:00Z');
    await profile('parted', 2);
    const { customers } = await take('others');
    expect([...customers].sort()).toEqual(['holder', 'moved', 'part', 'parted']);
  });

  it('are found of each tenant, and taken oldest first', async () => {
    for (const tenant of ['b', 'a', 'c']) {
      await raise(tenant, 'c-1');
      await order(tenant, 'c-1', '2026-03-05T00:00:00Z');
    }
    expect(await tenantsWithNews(rig.database)).toEqual(['a', 'b', 'c']);
    expect(await take('b', 1)).toMatchObject({ customers: ['c-1'], more: true });
    expect(await take('b', 1)).toMatchObject({ customers: ['c-1'], more: true });
    expect(await take('b', 1)).toMatchObject({ customers: [], none: true, more: false });
    expect(await tenantsWithNews(rig.database)).toEqual(['a', 'c']);
  });
});
