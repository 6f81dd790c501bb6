import { describe, expect, it } from '@jest/globals';
import type { TenantMoment } from '../models/tenant-moment.js';
import { latestNews } from './latest-news.js';
import type { AmountNews } from './window-step.js';

const now = Date.parse('2026-03-25T00:00:00Z');
const moment = { now, policy: { timeZone: 'UTC' } } as TenantMoment;
const news = (order: string, month: string, more: Partial<AmountNews> = {}): AmountNews => ({
  ...{ tenant: 'shop', customerId: 'c', month, order, grew: true, ...more },
});
const latest = (...all: AmountNews[]) => {
  const { news: found, effectiveAt } = latestNews(moment)(all);
  return [found.order, new Date(effectiveAt).toISOString().slice(0, 10)];
};

describe('the latest news of a standing', () => {
  const revisedAt = '2026-03-24T00:00:00.000Z';

  it('is as old as its month, or its revision', () => {
    expect(latest(news('web/1', '2026-03'))).toEqual(['web/1', '2026-03-25']);
    expect(latest(news('web/1', '2025-11'))).toEqual(['web/1', '2025-12-01']);
    expect(latest(news('web/1', '2025-11', { revisedAt }))).toEqual(['web/1', '2026-03-24']);
  });

  it('is now where an order changed hands', () => {
    expect(latest(news('web/1', '2025-11', { moved: true }))).toEqual(['web/1', '2026-03-25']);
  });

  it('is what became true last, and of the same moment what came last', () => {
    const old = news('web/old', '2025-11');
    expect(latest(news('web/1', '2026-03'), news('web/2', '2026-03'), old)).toEqual(['web/2', '2026-03-25']);
    expect(latest(news('web/1', '2025-12', { revisedAt }), old)).toEqual(['web/1', '2026-03-24']);
  });
});
