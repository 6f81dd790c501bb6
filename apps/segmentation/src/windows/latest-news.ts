import { monthBounds, startOfDay, type Month } from '@orderweave/domain-ordering';
import { crossedAt } from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { AmountNews } from './window-step.js';

/** News, and when it became true: epoch milliseconds. */
interface DatedNews {
  readonly news: AmountNews;
  readonly effectiveAt: number;
}

/**
 * Makes what finds the news by which a standing changed: the one that became true last. Orders of months long past did so in the past, whenever
 * they arrive, as with tiers; what only changed hands does now.
 */
export function latestNews({ now, policy }: TenantMoment): (all: readonly AmountNews[]) => DatedNews {
  const ends = new Map<Month, number>();
  const endOf = (month: Month): number => {
    let end = ends.get(month);
    if (end === undefined) ends.set(month, (end = startOfDay(monthBounds(month).last + 1, policy.timeZone)));
    return end;
  };
  return (all) => {
    let latest: DatedNews | undefined;
    for (const news of all) {
      const effectiveAt = news.moved ? now : crossedAt({ now, monthEnd: endOf(news.month) }, news.revisedAt);
      if (!latest || effectiveAt >= latest.effectiveAt) latest = { news, effectiveAt };
    }
    return latest!;
  };
}
