import { addMonths, type Day } from '@orderweave/domain-ordering';
import { lastClosedMonth, monthsClosedBy } from '@orderweave/domain-segmentation';
import type { Emission, Transaction } from '@orderweave/postgres';
import { turnClock } from '../clock/clock.store.js';
import { turnGapModel } from '../models/turn-gap-model.js';
import { holdModelPass } from '../models/model-pass.store.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import { closeMonth } from './close-month.js';
import { readClosedMonths, readFirstMonth } from './month-close.store.js';

/** A local day that has begun on a tenant's clock, and the instant. */
export interface TurningDay {
  readonly day: Day;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * What a new day brings besides silence: months that close, oldest first, and on Mondays a new gap model. A day turns once. Months
 * that came to be known after their close (history loaded late) close on the next day.
 */
export async function turnDay(tx: Transaction, policy: SegmentationPolicy, turning: TurningDay): Promise<Emission[]> {
  const { tenant, stages } = policy;
  // The first lock, since whoever judges customers anew holds it before theirs.
  await holdModelPass(tx, tenant);
  if (!(await turnClock(tx, tenant, turning.day))) return [];
  const emits: Emission[] = [];
  const first = await readFirstMonth(tx, tenant);
  if (first !== null && first <= lastClosedMonth(turning.day, stages.graceDays)) {
    const closed = new Set(await readClosedMonths(tx, tenant));
    for (const month of monthsClosedBy(turning.day, stages.graceDays, addMonths(first, -1))) {
      if (!closed.has(month)) emits.push(...(await closeMonth(tx, policy, month, turning)));
    }
  }
  await turnGapModel(tx, tenant, turning.day);
  return emits;
}
