import type { Amount } from '@orderweave/domain-ordering';
import {
  customerValue,
  distinctDays,
  frequencyOf,
  modelAt,
  modelCurves,
  nextOrderQuantile,
  resolveRfmGroups,
  summarizePurchases,
  type ChurnModel,
  type Frequency,
  type PurchaseSummary,
  type RiskAssessment,
  type RfmScore,
} from '@orderweave/domain-segmentation';
import { judgeCustomer } from '../deadlines/judge-customer.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import { tierOf } from './amount-span.js';
import type { CustomerMeasures, Foretold, PurchaseMeasures } from './customer-measures.js';
import type { StoredCustomer } from './stored-customers.store.js';
import type { Yardsticks } from './yardsticks.store.js';

const UNIT = 1e12;

/**
 * Measures customers as of the end of the moment's day. What is stored of stage and risk may be behind the sweeper, so they are judged
 * anew. What is foretold of who ordered once depends on the day of that alone and is kept.
 */
export class CustomerMeter {
  private readonly groupOf;
  private readonly once = new Map<number, number>();

  constructor(
    private readonly moment: TenantMoment,
    private readonly yardsticks: Yardsticks,
  ) {
    this.groupOf = resolveRfmGroups(moment.policy.rfm);
  }

  measure(stored: StoredCustomer): CustomerMeasures {
    const { state } = stored;
    const { day } = this.moment;
    const judged = judgeCustomer(state, day, this.moment);
    return {
      customerId: state.customerId,
      identifiers: stored.identifiers,
      name: stored.name,
      owner: stored.owner,
      day,
      tierLive: tierOf(stored.monthAmount, this.yardsticks.tiers),
      tierFinal: stored.finalTier,
      valueBand: stored.valueBand,
      frequency: this.frequencyOf(stored),
      rfm: this.rfmOf(stored),
      stage: judged.stage,
      purchases: judged.risk && this.purchasesOf(stored, judged.risk),
      net365: stored.net365,
    };
  }

  private frequencyOf({ state }: StoredCustomer): Frequency {
    const { day, policy } = this.moment;
    const days = distinctDays(state.ledger.purchaseDays).filter((one) => one <= day);
    const recent = days.filter((one) => day - one < policy.frequency.windowDays);
    return frequencyOf({ recentPurchaseDays: recent.length, lastPurchaseOn: days.at(-1) ?? null }, policy.frequency);
  }

  private rfmOf({ window }: StoredCustomer): CustomerMeasures['rfm'] {
    if (window.purchaseDays === 0 || window.lastPurchaseOn === null) return null;
    const { recency, frequency, monetary } = this.yardsticks;
    const r = scoreOf(window.lastPurchaseOn, recency);
    const f = scoreOf(window.purchaseDays, frequency);
    const m = scoreOf(window.netAmount, monetary);
    return { r, f, m, group: this.groupOf({ r, f, m }) };
  }

  private purchasesOf(stored: StoredCustomer, risk: RiskAssessment): PurchaseMeasures {
    const { day, models } = this.moment;
    const summary = summarizePurchases(stored.state.ledger.purchaseDays, day)!;
    const { churn } = modelAt(models, day);
    return {
      ...summary,
      silence: risk.silence,
      gap: risk.typicalGap,
      overdue: risk.overdue,
      risk: risk.risk,
      basis: risk.basis,
      foretold: churn && risk.chances ? this.foretell(stored, risk.chances, { churn, summary }) : null,
    };
  }

  private foretell(
    stored: StoredCustomer,
    { alive, q30, lost }: NonNullable<RiskAssessment['chances']>,
    { churn, summary }: { churn: ChurnModel; summary: PurchaseSummary },
  ): Foretold {
    const nextOf = (p: number): number => nextOrderQuantile(churn, summary, p);
    return {
      alive,
      q30,
      // Rounding may take a share of nothing below 0.
      chanceLost: Math.max(0, this.isBeyondRisk(churn, summary) ? this.longLost(stored, churn) : lost),
      nextOrder: [nextOf(0.1), nextOf(0.5), nextOf(0.9)],
      value12Months: this.valueOf(stored.repeatAmount, churn, summary),
    };
  }

  /** Whether the best chance may lie beyond the days in which risk looks for it. */
  private isBeyondRisk({ k }: ChurnModel, { tx, t }: PurchaseSummary): boolean {
    return k > 1 && t - tx > this.moment.policy.stages.risk.lostAfter;
  }

  private longLost({ state }: StoredCustomer, churn: ChurnModel): number {
    const { day, policy } = this.moment;
    const known = state.ledger.purchaseDays.filter((one) => one <= day);
    return modelCurves(known, churn, policy.stages.risk)['chance-lost'].at(day)!;
  }

  private valueOf(repeatAmount: Amount, churn: ChurnModel, summary: PurchaseSummary): number | null {
    const { spend } = this.yardsticks;
    if (!spend) return null;
    const { x, t } = summary;
    const repeats = { x, mean: x === 0 ? 0 : Number(repeatAmount) / UNIT / x };
    if (x > 0) return customerValue({ churn, spend, summary, repeats }).discounted;
    let value = this.once.get(t);
    if (value === undefined) this.once.set(t, (value = customerValue({ churn, spend, summary, repeats }).discounted));
    return value;
  }
}

/** The score of a measure by the least ones for 5, 4, 3 and 2. */
function scoreOf<Measure extends number | bigint>(measure: Measure, least: readonly Measure[]): RfmScore {
  const place = least.findIndex((one) => measure >= one);
  return (place === -1 ? 1 : 5 - place) as RfmScore;
}
