import type { Activity } from '@orderweave/contracts';
import { formatDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { RandomSource } from '@orderweave/simulator';

/** Orders of customers as segmentation gets them. */
export interface ActivityShape {
  /** Numbers the orders: no two streams of one run may share one. */
  readonly name: string;
  readonly count: number;
  readonly day: Day;
  /** The customer of order number `index`. */
  readonly customerOf: (index: number, random: RandomSource) => number;
}

/** One order each of `count`, all at noon (UTC) of a day, amounts of 1 to 1,000; the same for the same arguments. */
export function* activityStream({ name, count, day, customerOf }: ActivityShape): Iterable<Activity> {
  const random = new RandomSource(`activity/${name}`);
  const placedAt = new Date(startOfDay(day, 'UTC') + 43_200_000).toISOString();
  for (let index = 0; index < count; index++) {
    yield {
      tenant: 'default',
      customerId: `c_${customerOf(index, random).toString(36).padStart(20, '0')}`,
      order: `shop/${name}-${index}`,
      version: 1,
      kind: 'order',
      status: 'paid',
      channel: 'shop',
      placedAt,
      placedOn: formatDay(day),
      netAmount: (1 + random.next() * 999).toFixed(2),
      currency: 'CNY',
      counts: true,
      purchase: true,
      intent: false,
      cause: 'order',
    };
  }
}
