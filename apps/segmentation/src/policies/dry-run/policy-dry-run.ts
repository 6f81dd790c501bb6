import { Injectable } from '@nestjs/common';
import { formatDay } from '@orderweave/domain-ordering';
import { completePolicy } from '@orderweave/domain-segmentation';
import { Database, type Transaction } from '@orderweave/postgres';
import type { CustomerState } from '../../ledger/customer-state.js';
import type { TenantMoments } from '../../models/tenant-moments.js';
import { unknownVersion } from '../policy-editor.js';
import { readVersion } from '../policy-version.store.js';
import { segmentationPolicy } from '../segmentation-policy.js';
import { compareMonths, type MonthInTrial } from './compare-months.js';
import type { DryRunResponse } from './dry-run-response.js';
import { readAllCustomers, readFigures, takeSnapshot } from './dry-run.store.js';
import { StandingComparison } from './standing-comparison.js';
import { scopeOf, type Trial } from './trial.js';
import { WindowComparison } from './window-comparison.js';

/** What is compared, each only where the versions differ in what it rests on. */
interface Comparisons {
  readonly months: readonly MonthInTrial[];
  readonly standing: StandingComparison;
  readonly windows: WindowComparison | null;
}

/**
 * Says what a version would make of the months that are closed and open, and of everybody's stage, risk, value band and RFM group today. It
 * reads every customer once and keeps only counts and a hundred customers a list; nothing is written.
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
    const { windows: comparesWindows, notTried } = scopeOf(trial);
    const windows = comparesWindows ? await WindowComparison.prepare(tx, moment.policy, tried) : null;
    const months = await compareMonths(tx, trial, count);
    const standing = new StandingComparison(tried, moment);
    let customersChanging = 0;
    for await (const page of readAllCustomers(tx, tenant)) {
      customersChanging += await this.comparePage(tx, page, { months, standing, windows });
    }
    const others = months.reduce((sum, { transitions }) => sum + transitions, windows?.transitions ?? 0);
    return {
      version: tried.number,
      comparedWith: moment.policy.version,
      asOf: formatDay(moment.day),
      customersChanging,
      months: months.map(({ comparison }) => comparison.told()),
      stages: standing.stages.told(),
      risks: standing.risks.told(),
      valueBands: windows && windows.bands.told(),
      rfmGroups: windows && windows.groups.told(),
      // Rules are free to make alerts of all but the quiet changes of stage and risk.
      atActivation: { transitions: others + standing.transitions, alertable: others + standing.alertable },
      notTried,
    };
  }

  /** Returns how many customers of the page change in anything. */
  private async comparePage(
    tx: Transaction,
    page: readonly CustomerState[],
    { months, standing, windows }: Comparisons,
  ): Promise<number> {
    const changing = new Set<string>();
    for (const state of page) {
      if (standing.add(state)) changing.add(state.customerId);
      for (const month of months) {
        if (!month.comparison.add(state)) continue;
        changing.add(state.customerId);
        // Closed months stay as they were published.
        if (!month.closed) month.transitions++;
      }
    }
    if (windows) {
      for (const row of await readFigures(tx, page[0]!.tenant, page)) {
        if (windows.add(row)) changing.add(row.customer_id);
      }
    }
    return changing.size;
  }
}
