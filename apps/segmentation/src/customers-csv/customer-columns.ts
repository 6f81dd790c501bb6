import { formatAmount, formatDay } from '@orderweave/domain-ordering';
import type { CustomerMeasures } from './customer-measures.js';

interface Column {
  readonly name: string;
  /** What it says, for who reads the file. */
  readonly meaning: string;
  readonly of: (customer: CustomerMeasures) => string | number | null;
}

const MODEL = 'empty where risk_basis is fallback';

/** The columns of customers.csv, in their order. */
export const CUSTOMER_COLUMNS_OF_CSV: readonly Column[] = [
  { name: 'customer_id', meaning: 'id of the customer', of: ({ customerId }) => customerId },
  { name: 'identifiers', meaning: 'kind:value, joined by |', of: ({ identifiers }) => identifiers.join('|') },
  { name: 'as_of', meaning: "local day of the tenant's clock; all is as of its end", of: ({ day }) => formatDay(day) },
  { name: 'tier_live', meaning: 'tier A–D of the month of as_of, so far', of: ({ tierLive }) => tierLive },
  {
    name: 'tier_final',
    meaning: 'tier A–D of the last closed month as frozen; empty for who was not known then',
    of: ({ tierFinal }) => tierFinal,
  },
  {
    name: 'value_band',
    meaning: 'high, mid or low by net amount of 365 days; empty without a positive one',
    of: ({ valueBand }) => valueBand,
  },
  { name: 'frequency', meaning: 'frequent, occasional, dormant or prospect', of: ({ frequency }) => frequency },
  {
    name: 'r',
    meaning: 'recency score 1–5; empty without a purchase day in 365 days',
    of: ({ rfm }) => rfm?.r ?? null,
  },
  { name: 'f', meaning: 'frequency score 1–5; empty as r', of: ({ rfm }) => rfm?.f ?? null },
  { name: 'm', meaning: 'monetary score 1–5; empty as r', of: ({ rfm }) => rfm?.m ?? null },
  { name: 'rfm_group', meaning: 'name of the group of these scores; empty as r', of: ({ rfm }) => rfm?.group ?? null },
  {
    name: 'x',
    meaning: 'repeat purchase days; empty, as all up to risk_basis, before the first',
    of: (c) => c.purchases?.x ?? null,
  },
  { name: 't_x', meaning: 'days from the first purchase day to the last', of: (c) => c.purchases?.tx ?? null },
  { name: 't', meaning: 'days from the first purchase day to as_of', of: (c) => c.purchases?.t ?? null },
  { name: 'silence_days', meaning: 't − t_x', of: (c) => c.purchases?.silence ?? null },
  { name: 'gap_days', meaning: 'typical gap g between purchase days', of: (c) => figure(c.purchases?.gap) },
  { name: 'overdue', meaning: 'u = silence_days / gap_days', of: (c) => figure(c.purchases?.overdue) },
  { name: 'p_alive', meaning: `P(alive), 0 to 1; ${MODEL}`, of: (c) => figure(c.purchases?.foretold?.alive) },
  {
    name: 'q_30',
    meaning: `chance that no order comes in the next 30 days; ${MODEL}`,
    of: (c) => figure(c.purchases?.foretold?.q30),
  },
  {
    name: 'chance_lost',
    meaning: `L: share of the best chance of an order since the last one that is gone; ${MODEL}`,
    of: (c) => figure(c.purchases?.foretold?.chanceLost),
  },
  { name: 'risk', meaning: 'healthy, watch, at-risk or lost', of: (c) => c.purchases?.risk ?? null },
  {
    name: 'risk_basis',
    meaning: 'model, or fallback where no model is usable',
    of: (c) => c.purchases?.basis ?? null,
  },
  { name: 'stage', meaning: 'lifecycle stage', of: ({ stage }) => stage },
  {
    name: 'clv_12m',
    meaning: `value to come in 12 months, discounted at 10 % a year, base currency; ${MODEL}, or without a model of spend`,
    of: (c) => c.purchases?.foretold?.value12Months?.toFixed(2) ?? null,
  },
  {
    name: 'next_p10',
    meaning: `days from as_of by which the next order has come with 10 %, given that the customer is alive; ${MODEL}`,
    of: (c) => figure(c.purchases?.foretold?.nextOrder[0]),
  },
  { name: 'next_p50', meaning: 'the same with 50 %', of: (c) => figure(c.purchases?.foretold?.nextOrder[1]) },
  { name: 'next_p90', meaning: 'the same with 90 %', of: (c) => figure(c.purchases?.foretold?.nextOrder[2]) },
  { name: 'net_365d', meaning: 'net amount of the trailing 365 days, exact', of: ({ net365 }) => formatAmount(net365) },
];

/** Twelve significant digits: more than any use of them, less than what differs from machine to machine. */
function figure(value: number | null | undefined): string | null {
  return value === null || value === undefined || !Number.isFinite(value)
    ? null
    : String(Number(value.toPrecision(12)));
}
