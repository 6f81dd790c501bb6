import { formatDay, type Amount, type Day } from '@orderweave/domain-ordering';
import {
  assessRisk,
  customerValue,
  customerValueInterval,
  modelAt,
  nextOrderQuantile,
  repeatSpend,
  seededRandom,
  summarizePurchases,
  usableSpend,
  type ChurnModel,
  type GammaGamma,
  type GammaGammaFit,
  type PurchaseSummary,
  type RepeatSpend,
} from '@orderweave/domain-segmentation';
import type { TenantMoment } from './tenant-moment.js';
import type { NextOrderResponse, OutlookFigures, ValueResponse } from './customer-outlook-response.js';

/** What is known of a customer for its outlook. */
export interface OutlookInput {
  /** Net amount of each purchase day, ascending; at least one. */
  readonly days: readonly { readonly day: Day; readonly amount: Amount }[];
  readonly moment: TenantMoment;
  /** The model of spend; null where there is none. */
  readonly spend: GammaGammaFit | null;
}

const QUANTILES = [0.1, 0.5, 0.9] as const;
/** Later days are not told: nobody plans by them. */
const FARTHEST = 3650;
/** Always the same draws, so that asking twice gives one answer. */
const SEED = 1;

/** What the models foretell of a customer as of the tenant's day; what needs a model that is not there is null. */
export function outlookOf({ days, moment, spend }: OutlookInput): OutlookFigures {
  const purchaseDays = days.map(({ day }) => day);
  const asOf = Math.max(moment.day, purchaseDays.at(-1)!);
  const model = modelAt(moment.models, asOf);
  const summary = summarizePurchases(purchaseDays, asOf)!;
  const risk = assessRisk({ purchaseDays, day: asOf, model, important: false, policy: moment.policy.stages.risk })!;
  const { churn } = model;
  const used = usableSpend(spend);
  return {
    day: formatDay(asOf),
    basis: risk.basis,
    modelVersion: model.version,
    repeatPurchaseDays: summary.x,
    daysToLastPurchase: summary.tx,
    daysKnown: summary.t,
    silenceDays: risk.silence,
    alive: risk.chances?.alive ?? null,
    noOrderIn30Days: risk.chances?.q30 ?? null,
    orderIn30Days: risk.chances?.chance ?? null,
    bestOrderIn30Days: risk.chances?.peak ?? null,
    chanceLost: risk.chances?.lost ?? null,
    nextOrder: churn ? nextOrder(churn, summary, asOf) : null,
    valueIn12Months: churn && used ? value(churn, used, { summary, repeats: repeatSpend(days) }) : null,
  };
}

function nextOrder(churn: ChurnModel, summary: PurchaseSummary, asOf: Day): NextOrderResponse {
  const [p10, p50, p90] = QUANTILES.map((share) => {
    const days = Math.ceil(nextOrderQuantile(churn, summary, share));
    return days <= FARTHEST ? formatDay(asOf + days) : null;
  }) as [string | null, string | null, string | null];
  return { p10, p50, p90 };
}

function value(
  churn: ChurnModel,
  spend: GammaGamma,
  known: { summary: PurchaseSummary; repeats: RepeatSpend },
): ValueResponse {
  const input = { churn, spend, ...known };
  const { purchases, spend: spendADay, ...values } = customerValue(input);
  return {
    purchaseDays: purchases,
    spendADay,
    ...values,
    interval: customerValueInterval(input, seededRandom(SEED)),
  };
}
