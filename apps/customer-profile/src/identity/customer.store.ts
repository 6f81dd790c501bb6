import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

/** What orders say of a customer: the latest that says anything of it decides. */
export const TRAITS = ['name', 'company', 'owner', 'country', 'region', 'city', 'industry', 'company_size'] as const;
const textParameters = (from: number) => TRAITS.map((_, index) => `$${from + index}::text[]`).join(', ');

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const ROW = `c.customer_id, c.origin, c.merged_into, c.version, c.name, c.company, c.owner, c.country, c.region,
  c.city, c.industry, c.company_size, to_char(c.first_at AT TIME ZONE 'UTC', ${INSTANT}) AS first_at`;
const LOAD = statement(
  'customer.load',
  `SELECT ${ROW} FROM customer c WHERE c.tenant = $1 AND c.customer_id = ANY($2::text[])`,
);
const WITH_ALIASES = statement(
  'customer.with-aliases',
  `SELECT ${ROW} FROM customer c
    WHERE c.tenant = $1 AND (c.customer_id = ANY($2::text[]) OR c.merged_into = ANY($2::text[]))`,
);
const LOCK = statement(
  'customer.lock',
  'SELECT FROM customer WHERE customer_id = ANY($1::text[]) ORDER BY customer_id FOR UPDATE',
);
const latest = (column: string) =>
  `(SELECT ${column} FROM purchase_order o WHERE o.customer_id = c.customer_id AND ${column} IS NOT NULL
     ORDER BY o.placed_at DESC, o.channel DESC, o.external_id DESC LIMIT 1)`;
const DERIVE = statement(
  'customer.derive',
  `SELECT ${ROW}, ${latest('o.customer_name')} AS latest_name, ${latest('o.company')} AS latest_company,
     ${latest('o.sales_rep')} AS latest_owner, p.address ->> 'country' AS latest_country, p.address ->> 'region' AS latest_region,
     p.address ->> 'city' AS latest_city, ${latest('o.industry')} AS latest_industry, ${latest('o.company_size')} AS latest_company_size,
     (SELECT to_char(o.placed_at AT TIME ZONE 'UTC', ${INSTANT}) FROM purchase_order o
       WHERE o.customer_id = c.customer_id ORDER BY o.placed_at LIMIT 1) AS least_at,
     ARRAY(SELECT i.identifier FROM identifier i WHERE i.customer_id = c.customer_id ORDER BY i.identifier COLLATE "C")
       AS identifiers
   FROM customer c LEFT JOIN contact_point p ON p.tenant = c.tenant AND p.contact_id = ${latest('o.ship_to')}
   WHERE c.tenant = $1 AND c.customer_id = ANY($2::text[])`,
);
const INSERT = statement(
  'customer.insert',
  `INSERT INTO customer (tenant, customer_id, origin, first_at, version, ${TRAITS.join(', ')})
   SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::integer[], ${textParameters(6)})
   ON CONFLICT DO NOTHING`,
);
const SAVE = statement(
  'customer.save',
  `UPDATE customer c SET first_at = n.first_at, version = n.version, merged_into = n.merged_into,
     ${TRAITS.map((trait) => `${trait} = n.${trait}`).join(', ')}
   FROM unnest($2::text[], $3::timestamptz[], $4::integer[], $5::text[], ${textParameters(6)})
     AS n(customer_id, first_at, version, merged_into, ${TRAITS.join(', ')})
   WHERE c.tenant = $1 AND c.customer_id = ANY($2) AND c.customer_id = n.customer_id`,
);

/** Who a customer is, apart from identifiers. */
export type CustomerTraits = Readonly<Record<(typeof TRAITS)[number], string | null>>;

/** A customer as it is stored. */
export interface CustomerRow extends CustomerTraits {
  readonly customer_id: string;
  readonly origin: string;
  readonly merged_into: string | null;
  readonly version: number;
  /** Least placed-at of its documents, ISO instant. */
  readonly first_at: string;
}

/** A customer, and what its documents and identifiers say at this moment. */
export interface DerivedCustomer extends CustomerRow {
  readonly latest_name: string | null;
  readonly latest_company: string | null;
  readonly latest_owner: string | null;
  readonly latest_country: string | null;
  readonly latest_region: string | null;
  readonly latest_city: string | null;
  readonly latest_industry: string | null;
  readonly latest_company_size: string | null;
  readonly least_at: string | null;
  readonly identifiers: string[];
}

/** Customers by id. */
export function loadCustomers(tx: Transaction, tenant: string, ids: Iterable<string>): Promise<CustomerRow[]> {
  return tx.query<CustomerRow & Record<string, unknown>>(LOAD, [tenant, textArray([...ids])]);
}

/** Customers by id, and all ids that are aliases of any of them. */
export function loadWithAliases(tx: Transaction, tenant: string, ids: Iterable<string>): Promise<CustomerRow[]> {
  return tx.query<CustomerRow & Record<string, unknown>>(WITH_ALIASES, [tenant, textArray([...ids])]);
}

/** Locks customers in the order of their ids, then reads what their documents say: so nobody's change in between is lost. */
export function lockAndDerive(tx: Transaction, tenant: string, ids: readonly string[]): Promise<DerivedCustomer[]> {
  const literal = textArray(ids);
  tx.write(LOCK, [literal]);
  return tx.query<DerivedCustomer & Record<string, unknown>>(DERIVE, [tenant, literal]);
}

/** Writes new customers; returns how many ids were free. */
export function insertCustomers(
  tx: Transaction,
  tenant: string,
  customers: readonly Omit<CustomerRow, 'merged_into'>[],
) {
  const sorted = [...customers].sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
  return tx.execute(INSERT, [
    tenant,
    textArray(sorted.map((one) => one.customer_id)),
    textArray(sorted.map((one) => one.origin)),
    plainArray(sorted.map((one) => one.first_at)),
    plainArray(sorted.map((one) => one.version)),
    ...traitColumns(sorted),
  ]);
}

/** Writes locked customers. */
export function saveCustomers(tx: Transaction, tenant: string, rows: readonly CustomerRow[]): void {
  if (rows.length === 0) return;
  tx.write(SAVE, [
    tenant,
    textArray(rows.map((one) => one.customer_id)),
    plainArray(rows.map((one) => one.first_at)),
    plainArray(rows.map((one) => one.version)),
    textArray(rows.map((one) => one.merged_into)),
    ...traitColumns(rows),
  ]);
}

function traitColumns(rows: readonly CustomerTraits[]): string[] {
  return TRAITS.map((trait) => textArray(rows.map((row) => row[trait])));
}
