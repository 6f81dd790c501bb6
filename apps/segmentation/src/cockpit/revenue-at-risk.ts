import { setImmediate } from 'node:timers/promises';
import { parseAmount, type Amount, type Day } from '@orderweave/domain-ordering';
import { customerValue, lostSince, summarizePurchases, type GammaGamma } from '@orderweave/domain-segmentation';
import type { Database } from '@orderweave/postgres';
import { unpackHistory } from '../ledger/history-text.js';
import { newestModel, type TenantMoment } from '../models/tenant-moment.js';
import { readAtRisk, readSpendModel, type AtRiskRow } from './at-risk.store.js';

/** What customers of one risk come to. */
export interface RiskSum {
  customers: number;
  /** Net amount of their trailing 365 days. */
  netAmount: Amount;
  /** Their value of the next twelve months, discounted, in the tenant's currency; an estimate. */
  value: number;
}

/** The customers at risk and lost. */
export interface RevenueAtRisk {
  atRisk: RiskSum;
  lost: RiskSum;
  /** Whether models of purchases and of spend are in force, so that there is a value. */
  valued: boolean;
  /** Of the customers who are lost now: the days since when. */
  lostOn: Day[];
}

const PAGE = 2_000;

/** Adds up who is at risk or lost now, in pages, so that other requests are served in between. */
export async function sumRevenueAtRisk(database: Database, moment: TenantMoment): Promise<RevenueAtRisk> {
  const { tenant } = moment.policy;
  const model = newestModel(moment);
  const spend = model.churn ? await readSpendModel(database, tenant, model.version) : null;
  const sums: RevenueAtRisk = { atRisk: nobody(), lost: nobody(), valued: spend !== null, lostOn: [] };
  for (let after = ''; ;) {
    const page = { tenant, after, limit: PAGE, withSpend: spend !== null, asOf: moment.day };
    const rows = await readAtRisk(database, page);
    for (const row of rows) addTo(sums, row, { moment, spend });
    if (rows.length < PAGE) return sums;
    after = rows.at(-1)!.customer_id;
    await setImmediate();
  }
}

function nobody(): RiskSum {
  return { customers: 0, netAmount: 0n, value: 0 };
}

function addTo(
  sums: RevenueAtRisk,
  { risk, history, amount, x, mean }: AtRiskRow,
  { moment, spend }: { moment: TenantMoment; spend: GammaGamma | null },
): void {
  const sum = risk === 'lost' ? sums.lost : sums.atRisk;
  const { purchaseDays } = unpackHistory(history).ledger;
  const model = newestModel(moment);
  sum.customers += 1;
  sum.netAmount += parseAmount(amount);
  if (risk === 'lost') {
    const since = lostSince(purchaseDays, { asOf: moment.day, model, policy: moment.policy.stages.risk });
    if (since !== null) sums.lostOn.push(Math.min(since, moment.day));
  }
  const summary = model.churn && spend ? summarizePurchases(purchaseDays, moment.day) : null;
  if (summary) {
    sum.value += customerValue({ churn: model.churn!, spend: spend!, summary, repeats: { x, mean } }).discounted;
  }
}
