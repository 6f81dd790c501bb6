import { goodsIn } from '@orderweave/contracts';
import { monthBounds, monthOf, parseAmount, type Day } from '@orderweave/domain-ordering';
import {
  modelAt,
  type CustomerFacts,
  type Risk,
  type SignalOrder,
  type Stage,
  type Tier,
} from '@orderweave/domain-segmentation';
import { statement, textArray, type Statement, type Transaction } from '@orderweave/postgres';
import type { TenantMoment } from '../models/tenant-moment.js';
import { readFeedbackFacts } from '../feedback/customer-feedback.store.js';
import { factsByModel } from './facts-by-model.js';

type Reader = Pick<Transaction, 'query'>;

const WHO = 'p.owner, p.company, p.country, p.region, p.city, p.industry, p.company_size';
const FACTS = `
  SELECT c.customer_id, c.stage, c.risk, c.known_since, l.live_tier, f.final_tier, w.value_band, w.rfm_group, w.r, w.f, w.m, k.cluster, ${WHO}
    FROM customer c
    LEFT JOIN month_tier l ON l.tenant = c.tenant AND l.month = $2 AND l.customer_id = c.customer_id
    LEFT JOIN month_tier f ON f.tenant = c.tenant AND f.month = $3 AND f.customer_id = c.customer_id
    LEFT JOIN customer_window w ON w.tenant = c.tenant AND w.customer_id = c.customer_id
    LEFT JOIN customer_cluster k ON k.tenant = c.tenant AND k.customer_id = c.customer_id
    LEFT JOIN profile p ON p.tenant = c.tenant AND p.customer_id = c.customer_id
   WHERE c.tenant = $1`;
const OF_IDS = statement('segment-facts.of-ids', `${FACTS} AND c.customer_id = ANY($4::text[])`);
const PAGE = statement(
  'segment-facts.page',
  `${FACTS} AND c.customer_id > $4 ORDER BY c.tenant, c.customer_id LIMIT $5`,
);
const IDS = statement(
  'segment-facts.ids',
  'SELECT customer_id FROM customer WHERE tenant = $1 AND customer_id > $2 ORDER BY tenant, customer_id LIMIT $3',
);
// What was ordered can be long, and is left where it is unless a condition asks for it.
const orders = (name: string, goods: string) =>
  statement(
    name,
    `SELECT customer_id, placed_on, amount, purchase, split_part(order_key, '/', 1) AS channel, returned, ${goods} AS lines
       FROM ledger_entry WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND counts ORDER BY customer_id, placed_on`,
  );
const ORDERS = orders('segment-facts.orders', 'NULL::text');
const ORDERS_WITH_GOODS = orders('segment-facts.orders-with-goods', 'lines');

interface FactsRow {
  customer_id: string;
  stage: Stage | null;
  risk: Risk | null;
  known_since: Day | null;
  live_tier: Tier | null;
  final_tier: Tier | null;
  value_band: 'high' | 'mid' | 'low' | null;
  rfm_group: string | null;
  r: number | null;
  f: number | null;
  m: number | null;
  cluster: string | null;
  owner: string | null;
  company: string | null;
  country: string | null;
  region: string | null;
  city: string | null;
  industry: string | null;
  company_size: string | null;
}

interface OrderRow {
  customer_id: string;
  placed_on: Day;
  amount: string;
  purchase: boolean;
  channel: string;
  returned: boolean;
  lines: string | null;
}

/** As of when customers are asked for, and whether for what they ordered too. */
export interface FactsAsked {
  readonly moment: TenantMoment;
  readonly goods: boolean;
}

/** What is known of customers, by id; those without a row are left out. Three statements, however many customers. */
export function readFacts(
  reader: Reader,
  asked: FactsAsked,
  customerIds: readonly string[],
): Promise<Map<string, CustomerFacts>> {
  return read(reader, asked, OF_IDS, [textArray(customerIds)]);
}

/** What is known of the next customers by id. */
export function readFactsPage(
  reader: Reader,
  asked: FactsAsked,
  { after, limit }: { after: string; limit: number },
): Promise<Map<string, CustomerFacts>> {
  return read(reader, asked, PAGE, [after, limit]);
}

/** The next customers by id. */
export async function readCustomerIds(reader: Reader, tenant: string, after: string, limit: number): Promise<string[]> {
  const rows = await reader.query<{ customer_id: string }>(IDS, [tenant, after, limit]);
  return rows.map(({ customer_id }) => customer_id);
}

async function read(
  reader: Reader,
  { moment, goods }: FactsAsked,
  query: Statement,
  which: readonly unknown[],
): Promise<Map<string, CustomerFacts>> {
  const { tenant } = moment.policy;
  const values = [tenant, monthOf(moment.day), moment.policies.lastClosedMonth(moment.day), ...which];
  const rows = await reader.query<FactsRow & Record<string, unknown>>(query, values);
  const ids = textArray(rows.map(({ customer_id }) => customer_id));
  const orders = new Map<string, SignalOrder[]>(rows.map(({ customer_id }) => [customer_id, []]));
  for (const row of await reader.query<OrderRow & Record<string, unknown>>(goods ? ORDERS_WITH_GOODS : ORDERS, [
    tenant,
    ids,
  ])) {
    orders.get(row.customer_id)!.push(orderOf(row));
  }
  const said = await readFeedbackFacts(reader, tenant, [...orders.keys()]);
  return new Map(
    rows.map((row) => {
      const { customer_id: id } = row;
      return [id, { ...factsOf(row, orders.get(id)!, moment), feedback: said.get(id) ?? [] }];
    }),
  );
}

function factsOf(row: FactsRow, orders: SignalOrder[], moment: TenantMoment): CustomerFacts {
  const { stage, risk, cluster, value_band: valueBand, rfm_group: group, r, f, m } = row;
  const tierLive = row.live_tier ?? (isKnown(row, moment) ? 'D' : null);
  const facts: CustomerFacts = {
    orders,
    feedback: [],
    frequencyPolicy: moment.policy.frequency,
    ...(tierLive && { tierLive }),
    ...(row.final_tier && { tierFinal: row.final_tier }),
    ...(stage && { stage }),
    ...(risk && { risk }),
    ...(valueBand && { valueBand }),
    ...(cluster && { cluster }),
    ...whoOf(row),
    ...(group && r !== null && f !== null && m !== null && { rfm: { r, f, m, group } }),
  };
  return factsByModel(facts, modelAt(moment.models, moment.day), moment);
}

function whoOf({ owner, company, country, region, city, industry, company_size: companySize }: FactsRow) {
  return {
    ...(owner && { owner }),
    ...(company && { company }),
    ...(country && { country }),
    ...(region && { region }),
    ...(city && { city }),
    ...(industry && { industry }),
    ...(companySize && { companySize }),
  };
}

function orderOf({ placed_on: placedOn, amount, purchase, channel, returned, lines }: OrderRow): SignalOrder {
  return { placedOn, amount: parseAmount(amount), purchase, channel, returned, ...goodsIn(lines) };
}

function isKnown({ known_since }: FactsRow, { day }: TenantMoment): boolean {
  return known_since !== null && known_since <= monthBounds(monthOf(day)).last;
}
