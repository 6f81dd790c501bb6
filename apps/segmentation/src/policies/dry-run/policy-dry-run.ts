import { Injectable } from '@nestjs/common';
import { addMonths, formatDay, type Month } from '@orderweave/domain-ordering';
import { completePolicy } from '@orderweave/domain-segmentation';
import { Database, type Transaction } from '@orderweave/postgres';
import type { TenantMoment } from '../../models/tenant-moment.js';
import type { TenantMoments } from '../../models/tenant-moments.js';
import { unknownVersion } from '../policy-editor.js';
import { readVersion } from '../policy-version.store.js';
import { segmentationPolicy, type SegmentationPolicy } from '../segmentation-policy.js';
import type { DryRunResponse } from './dry-run-response.js';
import { cutMonth, readAllCustomers, readMonths, takeSnapshot } from './dry-run.store.js';
import { MonthComparison, type TwoCuts } from './month-comparison.js';
import { StandingComparison } from './standing-comparison.js';

/** What is tried on which tenant. */
interface Trial {
  readonly tenant: string;
  readonly tried: SegmentationPolicy;
  readonly moment: TenantMoment;
}

/**
 * Says what a version would make of the months that are closed and open, and of everybody's stage and risk today. It reads every customer
 * once and keeps only counts and a hundred customers a list; nothing is written.
 */
@Injectable()
export class PolicyDryRun {
  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
  ) {}

  /** Tries a version on the last `months` closed months and on today. Throws a `Problem` (404) for one that is not there. */
  run(tenant: string, version: number, months: number): Promise<DryRunResponse> {
    return this.database.transaction(async (tx) => {
      await takeSnapshot(tx);
      const row = await readVersion(tx, tenant, version);
      if (!row) throw unknownVersion(version);
      const moment = (await this.moments.load(tx, [tenant])).get(tenant)!;
      const tried = segmentationPolicy(moment.policy, version, completePolicy(row.document));
      return this.compare(tx, { tenant, tried, moment }, months);
    });
  }

  private async compare(tx: Transaction, trial: Trial, count: number): Promise<DryRunResponse> {
    const { tenant, tried, moment } = trial;
    const months = await compareMonths(tx, trial, count);
    const standing = new StandingComparison(tried, moment);
    const told = { transitions: 0, alertable: 0 };
    let customersChanging = 0;
    for await (const page of readAllCustomers(tx, tenant)) {
      for (const state of page) {
        let changes = standing.add(state);
        for (const { comparison, closed } of months) {
          if (!comparison.add(state)) continue;
          changes = true;
          // Closed months stay as they were published.
          if (!closed) told.transitions++;
        }
        if (changes) customersChanging++;
      }
    }
    // Tiers can always be told.
    told.alertable = told.transitions + standing.alertable;
    told.transitions += standing.transitions;
    return {
      version: tried.number,
      comparedWith: moment.policy.version,
      asOf: formatDay(moment.day),
      customersChanging,
      months: months.map(({ comparison }) => comparison.told()),
      stages: standing.stages.told(),
      risks: standing.risks.told(),
      atActivation: told,
    };
  }
}

/** The last `count` closed months and the open ones, oldest first, each cut by both policies. */
async function compareMonths(
  tx: Transaction,
  { tenant, tried, moment }: Trial,
  count: number,
): Promise<{ comparison: MonthComparison; closed: boolean }[]> {
  const { policies, day } = moment;
  const lastClosed = policies.lastClosedMonth(day);
  const first = addMonths(lastClosed, 1 - count);
  const compared: { comparison: MonthComparison; closed: boolean }[] = [];
  let before: { month: Month; cuts: TwoCuts } | undefined;
  for (const month of await readMonths(tx, tenant, addMonths(first, -1))) {
    const policy = policies.forMonth(month, day);
    const cuts = await cutMonth(tx, { tenant, month }, { inForce: policy.tiers, tried: tried.tiers });
    const previous = before?.month === addMonths(month, -1) ? before.cuts : undefined;
    const closed = month <= lastClosed;
    const comparison = new MonthComparison({ month, closed, comparedWith: policy.version, cuts, previous });
    if (month >= first) compared.push({ comparison, closed });
    before = { month, cuts };
  }
  return compared;
}
