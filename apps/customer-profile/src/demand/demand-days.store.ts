import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';
import { statement, textArray, type Database } from '@orderweave/postgres';

// Documents that count and have a value; a credit note's lines are recorded with negative quantities, on its own day.
const COUNTED = `o.tenant = $1 AND o.counts AND o.value IS NOT NULL AND ('*' = ANY($2::text[]) OR o.channel = ANY($2::text[]))`;
const LAST = statement(
  'demand.last',
  `SELECT max(o.placed_on)::text AS day, max(o.base_currency) AS currency FROM purchase_order o WHERE ${COUNTED}`,
);
/** Amounts go at the document's own rate: its value by the sum of its lines. */
const LINES = `
  SELECT l.sku, o.placed_on, l.quantity, (l.quantity * l.unit_price - l.discount) *
         CASE WHEN o.currency = o.base_currency THEN 1 ELSE coalesce(o.value / nullif(
           (SELECT sum(s.quantity * s.unit_price - s.discount) FROM order_line s WHERE s.order_id = o.order_id), 0), 0) END AS amount
    FROM purchase_order o JOIN order_line l ON l.order_id = o.order_id
   WHERE ${COUNTED} AND o.placed_on BETWEEN $3::date AND $4::date`;
const BY_DAY = `sku, placed_on::text AS day, trim_scale(sum(quantity))::text AS units, trim_scale(round(sum(amount), 12))::text AS amount`;
const OF_PRODUCT = statement(
  'demand.of-product',
  `SELECT ${BY_DAY} FROM (${LINES} AND l.sku = $5) lines GROUP BY sku, placed_on ORDER BY placed_on`,
);
const OF_TOP = statement(
  'demand.of-top',
  `WITH days AS MATERIALIZED (
     SELECT sku, placed_on, sum(quantity) AS quantity, sum(amount) AS amount FROM (${LINES}) lines GROUP BY sku, placed_on),
   top AS (SELECT sku, sum(amount) AS total FROM days WHERE placed_on >= $5::date GROUP BY sku ORDER BY total DESC, sku LIMIT $6)
   SELECT ${BY_DAY} FROM days JOIN top USING (sku) GROUP BY sku, placed_on, total ORDER BY total DESC, sku, placed_on`,
);
const PRODUCTS = statement(
  'demand.products',
  `SELECT sku, nullif(name, '') AS name FROM product WHERE tenant = $1 AND sku = ANY($2::text[])`,
);

/** Whose lines are read, of which channels (`*`: all), from which day to which. */
export interface DemandScope {
  readonly tenant: string;
  readonly channels: readonly string[];
  readonly from: Day;
  readonly asOf: Day;
}

/** What of a product was asked for on one day: units and net amount as decimal text. */
export interface ProductDay {
  sku: string;
  day: Day;
  units: string;
  amount: string;
}

type Row = Omit<ProductDay, 'day'> & { day: string };

/** The day of the last counted document, and the base currency; null without one. */
export async function readLastDay(
  database: Database,
  { tenant, channels }: Pick<DemandScope, 'tenant' | 'channels'>,
): Promise<{ day: Day; currency: string } | null> {
  const rows = await database.query<{ day: string | null; currency: string }>(LAST, [tenant, textArray(channels)]);
  const [row] = rows;
  return row?.day ? { day: parseDay(row.day), currency: row.currency } : null;
}

/** The days of one product, ascending. */
export async function readProductDays(database: Database, scope: DemandScope, sku: string): Promise<ProductDay[]> {
  return (await database.query<Row>(OF_PRODUCT, [...valuesOf(scope), sku])).map(dayOf);
}

/** The days of the products with the greatest net amount since `since`, product by product. */
export async function readTopDays(
  database: Database,
  scope: DemandScope,
  { since, top }: { since: Day; top: number },
): Promise<ProductDay[]> {
  return (await database.query<Row>(OF_TOP, [...valuesOf(scope), formatDay(since), top])).map(dayOf);
}

/** The names of products that are known; null where no order told one. */
export async function readProductNames(
  database: Database,
  tenant: string,
  skus: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await database.query<{ sku: string; name: string | null }>(PRODUCTS, [tenant, textArray(skus)]);
  return new Map(rows.map(({ sku, name }) => [sku, name]));
}

function valuesOf({ tenant, channels, from, asOf }: DemandScope): unknown[] {
  return [tenant, textArray(channels), formatDay(from), formatDay(asOf)];
}

function dayOf(row: Row): ProductDay {
  return { ...row, day: parseDay(row.day) };
}
