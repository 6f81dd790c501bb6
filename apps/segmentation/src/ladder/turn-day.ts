import { addMonths, type Day } from '@orderweave/domain-ordering';
import { monthsClosedBy } from '@orderweave/domain-segmentation';
import type { Transaction } from '@orderweave/postgres';
import { turnGapModel } from '../models/turn-gap-model.js';
import { holdModelPass } from '../models/model-pass.store.js';
import { turnPolicy, type PolicyTurn } from '../policies/turn-policy.js';
import { turnPace } from '../windows/turn-pace.js';
import { closeMonth } from './close-month.js';
import type { ClosedMonth } from './customer-marks.store.js';
import type { TransitionTeller } from './transition-teller.js';
import { turnClock } from './turn-day.store.js';

/** A local day that has begun on a tenant's clock, and the instant. */
export interface TurningDay {
  readonly day: Day;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * What a new day brings besides silence: a policy that comes into force, customers that the day before left behind their pace, months that
 * close, oldest first, and on Mondays a new gap model. A day turns once. Months that came to be known after their close (history loaded late) close on the next day.
 * Returns the months that closed.
 */
export async function turnDay(
  tx: Transaction,
  parts: PolicyTurn,
  turning: TurningDay,
  teller: TransitionTeller,
): Promise<ClosedMonth[]> {
  const { tenant } = parts;
  // The first lock, since whoever judges customers anew holds it before theirs.
  await holdModelPass(tx, tenant);
  const turned = await turnClock(tx, tenant, turning.day);
  if (!turned) return [];
  const policies = await turnPolicy(tx, parts, turned.turned_before, turning.day);
  await turnPace(tx, policies, turning, teller);
  const closing: ClosedMonth[] = [];
  const { first_month: first, closed } = turned;
  const { graceDays } = policies.at(turning.day).stages;
  if (first !== null && first <= policies.lastClosedMonth(turning.day)) {
    for (const month of monthsClosedBy(turning.day, graceDays, addMonths(first, -1))) {
      if (!closed.includes(month)) closing.push(await closeMonth(tx, { ...turning, policies }, month, teller));
    }
  }
  if (isMonday(turning.day) || !turned.has_model) await turnGapModel(tx, tenant, turning.day);
  return closing;
}

function isMonday(day: Day): boolean {
  // Day 4 was Monday, 5 January 1970.
  return (((day - 4) % 7) + 7) % 7 === 0;
}
