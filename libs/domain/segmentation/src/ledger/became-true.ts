import type { Activity } from '@orderweave/contracts';

/**
 * When what a document says became true, epoch milliseconds: when it was placed, or revised as far as the tenant's clock has come (`now`). A first
 * version may be ahead of the clock, as orders come before the clock is moved to their day.
 */
export function becameTrue({ placedAt, revisedAt }: Pick<Activity, 'placedAt' | 'revisedAt'>, now: number): number {
  const placed = Date.parse(placedAt);
  return revisedAt === undefined ? placed : Math.max(placed, Math.min(now, Date.parse(revisedAt)));
}
