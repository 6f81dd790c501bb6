import { addMonths, type Month } from '@orderweave/domain-ordering';
import { tierCut } from '@orderweave/domain-segmentation';
import type { Transaction } from '@orderweave/postgres';
import { readMonths } from './dry-run.store.js';
import { CUT_SOURCES, findCuts } from './find-cuts.js';
import { MonthComparison, type TwoCuts } from './month-comparison.js';
import type { Trial } from './trial.js';

/** A month that is compared. */
export interface MonthInTrial {
  readonly comparison: MonthComparison;
  readonly closed: boolean;
  /** Live tiers that the version's coming into force would change; none in a closed month. */
  transitions: number;
}

/** The last `count` closed months and the open ones, oldest first, each cut by both policies. */
export async function compareMonths(
  tx: Transaction,
  { tenant, tried, moment }: Trial,
  count: number,
): Promise<MonthInTrial[]> {
  const { policies, day } = moment;
  const lastClosed = policies.lastClosedMonth(day);
  const first = addMonths(lastClosed, 1 - count);
  const compared: MonthInTrial[] = [];
  let before: { month: Month; cuts: TwoCuts } | undefined;
  for (const month of await readMonths(tx, tenant, addMonths(first, -1))) {
    const policy = policies.forMonth(month, day);
    const from = { source: CUT_SOURCES.month, values: [tenant, month] };
    const cuts = await findCuts(tx, from, { inForce: tierCut(policy.tiers), tried: tierCut(tried.tiers) });
    const previous = before?.month === addMonths(month, -1) ? before.cuts : undefined;
    const closed = month <= lastClosed;
    const comparison = new MonthComparison({ month, closed, comparedWith: policy.version, cuts, previous });
    if (month >= first) compared.push({ comparison, closed, transitions: 0 });
    before = { month, cuts };
  }
  return compared;
}
