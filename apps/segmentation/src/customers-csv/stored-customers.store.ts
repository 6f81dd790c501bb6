import { parseAmount, type Amount } from '@orderweave/domain-ordering';
import type { Tier, ValueBand, WindowFigures } from '@orderweave/domain-segmentation';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { CUSTOMER_COLUMNS, readCustomers } from '../ledger/customer.store.js';
import type { CustomerState } from '../ledger/customer-state.js';
import { newestModel, type TenantMoment } from '../models/tenant-moment.js';
import { figuresOf, type FiguresRow } from '../windows/customer-window.store.js';
import { amountSpanOf } from './amount-span.js';
import type { CustomerFilter } from './customer-filter.js';
import type { Yardsticks } from './yardsticks.store.js';

type Reader = Pick<Transaction, 'query'>;

/** Customers of a page; written into the statement, so that the planner knows that an index in the order of ids is the way. */
export const PAGE_SIZE = 500;

// What is stored of stage and risk is right unless a day, a model or a policy has come since: such customers are asked anyway. RFM groups
// are stored once a day, so that whoever has one is asked.
const PAGE = statement(
  'measures.page',
  `SELECT ${CUSTOMER_COLUMNS} FROM customer c
    WHERE c.tenant = $1 AND c.customer_id > $2 AND c.known_since <= $3::int
      AND ($4::text IS NULL AND $5::text IS NULL OR c.evaluated_on IS NULL OR c.evaluated_on > $3::int OR c.wake <= $3::int
           OR c.model_version <> $6::int OR c.evaluated_on < $7::int
           OR c.stage = coalesce($4, c.stage) AND coalesce(c.risk, '') = coalesce($5, c.risk, ''))
      AND ($8::text IS NULL OR EXISTS (
           SELECT 1 FROM segment_member s WHERE s.tenant = c.tenant AND s.segment_id = $8 AND s.customer_id = c.customer_id))
      AND ($9::text IS NULL OR EXISTS (
           SELECT 1 FROM profile p WHERE p.tenant = c.tenant AND p.customer_id = c.customer_id AND p.owner = $9))
      AND ($10::text IS NULL AND $11::text IS NULL OR EXISTS (
           SELECT 1 FROM customer_window w WHERE w.tenant = c.tenant AND w.customer_id = c.customer_id
              AND coalesce(w.value_band, '') = coalesce($10, w.value_band, '')
              AND ($11::text IS NULL OR w.purchase_days > 0)))
      AND ($12::text IS NULL OR EXISTS (
           SELECT 1 FROM month_tier f WHERE f.tenant = c.tenant AND f.month = $13 AND f.customer_id = c.customer_id AND f.final_tier = $12))
      AND ($14::numeric IS NULL AND $15::numeric IS NULL OR EXISTS (
           SELECT 1 FROM month_amount a WHERE a.tenant = c.tenant AND a.month = $16 AND a.customer_id = c.customer_id
              AND a.amount > 0 AND a.amount >= coalesce($14, a.amount) AND a.amount < coalesce($15, a.amount + 1)))
      AND ($17::numeric IS NULL OR $17 <= (
           SELECT coalesce(sum(e.amount), 0) FROM ledger_entry e WHERE e.tenant = c.tenant AND e.customer_id = c.customer_id AND e.counts
              AND e.placed_on > $3::int - 365 AND e.placed_on <= $3::int))
      AND NOT EXISTS (SELECT 1 FROM profile p
                       WHERE p.tenant = c.tenant AND p.customer_id = c.customer_id AND p.merged_into IS NOT NULL)
    ORDER BY c.tenant, c.customer_id LIMIT ${PAGE_SIZE}`,
);
const FIGURES = statement(
  'measures.figures',
  `SELECT i.customer_id, p.identifiers, p.name, p.owner, a.amount, f.final_tier, w.value_band, w.net_amount, w.purchase_days,
          w.recent_purchase_days, w.last_purchase_on, s.net_365, s.repeat_amount
     FROM unnest($2::text[]) AS i (customer_id)
     LEFT JOIN LATERAL (SELECT * FROM profile p WHERE p.tenant = $1 AND p.customer_id = i.customer_id LIMIT 1) p ON true
     LEFT JOIN LATERAL (
       SELECT * FROM month_amount a WHERE a.tenant = $1 AND a.month = $4 AND a.customer_id = i.customer_id LIMIT 1) a ON true
     LEFT JOIN LATERAL (
       SELECT * FROM month_tier f WHERE f.tenant = $1 AND f.month = $5 AND f.customer_id = i.customer_id LIMIT 1) f ON true
     LEFT JOIN LATERAL (SELECT * FROM customer_window w WHERE w.tenant = $1 AND w.customer_id = i.customer_id LIMIT 1) w ON true
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(amount) FILTER (WHERE placed_on > $3::int - 365), 0) AS net_365,
             coalesce(sum(amount) FILTER (WHERE purchase AND placed_on > first_on), 0) AS repeat_amount
        FROM (SELECT amount, placed_on, purchase, min(placed_on) FILTER (WHERE purchase) OVER () AS first_on
                FROM ledger_entry e
               WHERE e.tenant = $1 AND e.customer_id = i.customer_id AND e.counts AND e.placed_on <= $3::int) e) s`,
);

type FiguresOfCustomer = { [key in keyof FiguresRow]: FiguresRow[key] | null } & {
  customer_id: string;
  identifiers: string[] | null;
  name: string | null;
  owner: string | null;
  amount: string | null;
  final_tier: Tier | null;
  value_band: ValueBand | null;
  net_365: string;
  repeat_amount: string;
};

/** What is stored of a customer. */
export interface StoredCustomer {
  readonly state: CustomerState;
  readonly identifiers: readonly string[];
  readonly name: string | null;
  readonly owner: string | null;
  /** Net amount of the day's month. */
  readonly monthAmount: Amount;
  readonly finalTier: Tier | null;
  readonly valueBand: ValueBand | null;
  readonly window: WindowFigures;
  /** Of the trailing 365 days, and of the purchase days after the first. */
  readonly net365: Amount;
  readonly repeatAmount: Amount;
}

/** The next customers by id that may pass a filter, known on the moment's day; the rest of the filter is for `passes`. */
export async function readPage(
  reader: Reader,
  { moment, yardsticks, filter }: { moment: TenantMoment; yardsticks: Yardsticks; filter: CustomerFilter },
  after: string,
): Promise<StoredCustomer[]> {
  const { policy, policies, day } = moment;
  const span = filter.tier === undefined ? null : amountSpanOf(filter.tier, yardsticks.tiers);
  const states = await readCustomers(reader, PAGE, [
    policy.tenant,
    after,
    day,
    filter.stage,
    filter.risk,
    newestModel(moment).version,
    policies.startOf(day),
    filter.segment,
    filter.owner,
    filter.valueBand,
    filter.rfmGroup,
    filter.finalTier,
    yardsticks.closed,
    span?.from,
    span?.below,
    yardsticks.month,
    filter.minNet365,
  ]);
  return withFigures(reader, states, { moment, yardsticks });
}

/** What is stored of customers besides their state. */
export async function withFigures(
  reader: Reader,
  states: readonly CustomerState[],
  { moment, yardsticks }: { moment: TenantMoment; yardsticks: Pick<Yardsticks, 'month' | 'closed'> },
): Promise<StoredCustomer[]> {
  if (states.length === 0) return [];
  const ids = textArray(states.map(({ customerId }) => customerId));
  const values = [moment.policy.tenant, ids, moment.day, yardsticks.month, yardsticks.closed];
  const rows = await reader.query<FiguresOfCustomer & Record<string, unknown>>(FIGURES, values);
  const byId = new Map(rows.map((row) => [row.customer_id, row]));
  return states.map((state) => storedOf(state, byId.get(state.customerId)!));
}

function storedOf(state: CustomerState, row: FiguresOfCustomer): StoredCustomer {
  const { customer_id, net_amount, purchase_days, recent_purchase_days, last_purchase_on } = row;
  return {
    state,
    identifiers: row.identifiers ?? [],
    name: row.name,
    owner: row.owner,
    monthAmount: parseAmount(row.amount ?? '0'),
    finalTier: row.final_tier,
    valueBand: row.value_band,
    window: figuresOf({
      customer_id,
      net_amount: net_amount ?? '0',
      purchase_days: purchase_days ?? 0,
      recent_purchase_days: recent_purchase_days ?? 0,
      last_purchase_on,
    }),
    net365: parseAmount(row.net_365),
    repeatAmount: parseAmount(row.repeat_amount),
  };
}
