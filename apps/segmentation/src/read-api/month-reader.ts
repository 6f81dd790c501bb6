import { Injectable } from '@nestjs/common';
import { addMonths, formatAmount, monthBounds, parseAmount, startOfDay, type Month } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { rankingValues } from '../ladder/ranking.js';
import { PolicyDirectory, type TenantTimeline } from '../policies/policy-directory.js';
import { noMonth, notClosed } from './month-problems.js';
import type { MonthResponse, MonthTiersResponse, TierResponse } from './month-response.js';
import {
  countKnown,
  readCloses,
  readLiveTiers,
  readMonthSpan,
  type CloseRow,
  type TierRow,
} from './month-tiers.store.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Answers what the tiers of a month are: live ones from the amounts, final ones from the close. Any replica can. */
@Injectable()
export class MonthReader {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
  ) {}

  /** All months from the first to the last with a document, newest first. */
  async list(tenant: string): Promise<MonthResponse[]> {
    const { first, last } = await readMonthSpan(this.database, tenant);
    if (first === null || last === null) return [];
    const closed = new Set((await readCloses(this.database, tenant)).map(({ month }) => month));
    const policies = await this.policies.timeline(this.database, tenant);
    const months: MonthResponse[] = [];
    for (let month = last; month >= first; month = addMonths(month, -1)) {
      months.push({ month, closed: closed.has(month), closesAt: closesAt(policies, month) });
    }
    return months;
  }

  /** The tiers of a month; a `Problem` (409) for final ones before the close. */
  async tiers(tenant: string, month: Month, basis: 'live' | 'final'): Promise<MonthTiersResponse> {
    const close = await this.closeOf(tenant, month, basis);
    const policies = await this.policies.timeline(this.database, tenant);
    if (basis === 'final' && close) {
      const { ordering_customers: orderingCustomers, total, policy_version: policyVersion } = close;
      const tiers = tiersOf(close.tiers, 0);
      return { ...headOf(policies, month, basis, true), orderingCustomers, total, tiers, policyVersion };
    }
    const policy = await this.policies.forMonth(this.database, tenant, month);
    const rows = await readLiveTiers(this.database, tenant, month, rankingValues(policy.tiers));
    const ordering = rows.reduce((sum, { customers }) => sum + customers, 0);
    const known = await countKnown(this.database, tenant, monthBounds(month).last);
    return {
      ...headOf(policies, month, basis, close !== undefined),
      orderingCustomers: ordering,
      total: formatAmount(rows.reduce((sum, { amount }) => sum + parseAmount(amount), 0n)),
      tiers: tiersOf(rows, Math.max(0, known - ordering)),
      policyVersion: policy.version,
    };
  }

  /** The close of a month, undefined while it is open. Throws a `Problem` for text that is no month, and for final tiers that do not exist yet. */
  async closeOf(tenant: string, month: Month, basis: 'live' | 'final'): Promise<CloseRow | undefined> {
    if (!MONTH.test(month)) throw noMonth(month);
    const [close] = await readCloses(this.database, tenant, month);
    if (close || basis === 'live') return close;
    const closing = closesAt(await this.policies.timeline(this.database, tenant), month);
    throw notClosed(month, closing);
  }
}

function headOf(policies: TenantTimeline, month: Month, basis: 'live' | 'final', closed: boolean) {
  const { currency } = policies.spans[0]!.policy;
  return { month, basis, closed, closesAt: closesAt(policies, month), currency };
}

function closesAt(policies: TenantTimeline, month: Month): string {
  const { timeZone } = policies.spans[0]!.policy;
  return new Date(startOfDay(policies.closeDay(month), timeZone)).toISOString();
}

function tiersOf(rows: readonly TierRow[], others: number): TierResponse[] {
  return (['A', 'B', 'C', 'D'] as const).map((tier) => {
    const row = rows.find((one) => one.tier === tier);
    if (!row) return { tier, customers: tier === 'D' ? others : 0, netAmount: '0', lowestAmount: null };
    const { customers, amount, lowest } = row;
    const lowestAmount = lowest === null || tier === 'D' ? null : formatAmount(parseAmount(lowest));
    return { tier, customers, netAmount: formatAmount(parseAmount(amount)), lowestAmount };
  });
}
