import { addMonths, formatAmount, formatDay, monthBounds, monthOf, startOfDay } from '@orderweave/domain-ordering';
import { nextBehindPace, type Pace } from '@orderweave/domain-segmentation';
import type { Transaction } from '@orderweave/postgres';
import { payable } from '../ladder/payable.js';
import type { TransitionTeller } from '../ladder/transition-teller.js';
import type { TurningDay } from '../ladder/turn-day.js';
import type { TenantTimeline } from '../policies/policy-directory.js';
import type { Change } from '../transitions/change.js';
import {
  forgetMonth,
  forgetPaces,
  postponePaces,
  readDatedAmounts,
  readDuePaces,
  type WatchedCustomer,
} from './pace.store.js';
import { WINDOW_REASON } from './window-reason.js';

const PAGE = 2_000;

/**
 * Tells who was behind its pace as of the end of the day before the one that begins: a customer and month at most once. Looks only at
 * those whom the passing of that day, or a document since, may have put behind.
 */
export async function turnPace(
  tx: Transaction,
  policies: TenantTimeline,
  turning: TurningDay,
  teller: TransitionTeller,
): Promise<void> {
  const day = turning.day - 1;
  const month = monthOf(day);
  const policy = policies.at(day);
  const { tenant } = policy;
  const since = monthBounds(addMonths(month, -policy.pace.months)).first;
  const moments = new Map([[tenant, { policy, policies, now: turning.now, day, models: [] }]]);
  for await (const due of readDuePaces(tx, { tenant, month, day, limit: PAGE })) {
    const ids = due.map(({ customer_id }) => customer_id);
    const documents = await readDatedAmounts(tx, tenant, ids, since);
    const paces = due.map((watched) => {
      const input = { documents: documents.get(watched.customer_id)!, month, policy: policy.pace };
      return { watched, pace: nextBehindPace(input, day) };
    });
    const behind = paces.flatMap(({ watched, pace }) => (pace?.day === day ? [{ watched, pace }] : []));
    const others = paces.filter(({ pace }) => pace?.day !== day);
    await forgetPaces(
      tx,
      tenant,
      behind.map(({ watched }) => watched.customer_id),
    );
    await postponePaces(
      tx,
      tenant,
      others.map(({ watched, pace }) => ({ customerId: watched.customer_id, dueOn: pace?.day ?? null })),
    );
    const at = startOfDay(turning.day, policy.timeZone);
    const changes = behind.map(({ watched, pace }) => behindChange(tenant, watched, pace, at));
    await teller.tell(changes, moments);
  }
  if (monthOf(turning.day) !== month) await forgetMonth(tx, tenant, month);
}

function behindChange(tenant: string, { customer_id, tier }: WatchedCustomer, pace: Pace, effectiveAt: number): Change {
  const month = monthOf(pace.day);
  return {
    tenant,
    customerId: customer_id,
    kind: 'behind-pace',
    month,
    from: null,
    to: 'behind',
    effectiveAt,
    cause: { type: 'deadline', ref: formatDay(pace.day) },
    inputs: [
      {
        name: WINDOW_REASON.monthToDate,
        value: formatAmount(pace.monthToDate),
        threshold: payable(pace.limit),
        unit: 'currency',
      },
      { name: WINDOW_REASON.usualByNow, value: payable(pace.usual), unit: 'currency' },
      { name: WINDOW_REASON.missing, value: payable(pace.limit - pace.monthToDate), unit: 'currency' },
      { name: WINDOW_REASON.paceMonths, value: pace.months },
      { name: WINDOW_REASON.lastMonthTier, value: tier },
    ],
    alertable: true,
    orders: { since: monthBounds(addMonths(month, -1)).first, until: pace.day },
    version: 0,
  };
}
