import type { Activity } from '@orderweave/contracts';
import { formatDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { TENANT } from './segmentation-rig.js';

/** An order that counts, placed at noon; what is given differs. */
export function buildActivity(
  given: Partial<Activity> & { customerId: string; order: string; day: Day; amount: string },
): Activity {
  const { day, amount, ...more } = given;
  return {
    tenant: TENANT,
    version: 1,
    kind: 'order',
    status: 'paid',
    channel: 'web',
    placedAt: new Date(startOfDay(day, 'Asia/Shanghai') + 43_200_000).toISOString(),
    placedOn: formatDay(day),
    netAmount: amount,
    currency: 'CNY',
    counts: true,
    purchase: true,
    intent: false,
    cause: 'order',
    ...more,
  };
}
