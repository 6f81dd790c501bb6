import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const ROW = `c.customer_id, c.origin, c.merged_into, c.version, c.name, c.company, c.owner, c.country, c.region,
  to_char(c.first_at AT TIME ZONE 'UTC', ${INSTANT}) AS first_at`;
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
     (SELECT to_char(o.placed_at AT TIME ZONE 'UTC', ${INSTANT}) FROM purchase_order o
       WHERE o.customer_id = c.customer_id ORDER BY o.placed_at LIMIT 1) AS least_at,
     ARRAY(SELECT i.identifier FROM identifier i WHERE i.customer_id = c.customer_id ORDER BY i.identifier COLLATE "C")
       AS identifiers
   FROM customer c LEFT JOIN contact_point p ON p.tenant = c.tenant AND p.contact_id = ${latest('o.ship_to')}
   WHERE c.tenant = $1 AND c.customer_id = ANY($2::text[])`,
);
const INSERT = statement(
  'customer.insert',
  `INSERT INTO customer (tenant, customer_id, origin, first_at, version, name, company, owner, country, region)
   SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::integer[], $6::text[], $7::text[], $8::text[],
     $9::text[], $10::text[]) ON CONFLICT DO NOTHING`,
);
const SAVE = statement(
  'customer.save',
  `UPDATE customer c SET first_at = n.first_at, version = n.version, name = n.name, company = n.company, owner = n.owner,
     country = n.country, region = n.region, merged_into = n.merged_into
   FROM unnest($2::text[], $3::timestamptz[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
     $10::text[]) AS n(customer_id, first_at, version, name, company, owner, country, region, merged_into)
   WHERE c.tenant = $1 AND c.customer_id = ANY($2) AND c.customer_id = n.customer_id`,
);

/** Who a customer is, apart from identifiers. */
export interface CustomerTraits {
  readonly name: string | null;
  readonly company: string | null;
  readonly owner: string | null;
  readonly country: string | null;
  readonly region: string | null;
}

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
export async function lockAndDerive(
  tx: Transaction,
  tenant: string,
  ids: readonly string[],
): Promise<DerivedCustomer[]> {
  const literal = textArray(ids);
  await tx.execute(LOCK, [literal]);
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
export async function saveCustomers(tx: Transaction, tenant: string, rows: readonly CustomerRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(SAVE, [
    tenant,
    textArray(rows.map((one) => one.customer_id)),
    plainArray(rows.map((one) => one.first_at)),
    plainArray(rows.map((one) => one.version)),
    ...traitColumns(rows),
    textArray(rows.map((one) => one.merged_into)),
  ]);
}

function traitColumns(rows: readonly CustomerTraits[]): string[] {
  return (['name', 'company', 'owner', 'country', 'region'] as const).map((trait) =>
    textArray(rows.map((row) => row[trait])),
  );
}
