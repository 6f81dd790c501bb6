import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { ENTITLEMENT_COLUMNS, type EntitlementRow } from './entitlement.store.js';

/** By which strategies a tenant's customers have been looked at. */
export interface PassRow {
  /** Names the strategies. */
  applied: string;
  /** The customer from which on they have not; null when all have. */
  nextCustomer: string | null;
}

const TENANTS = statement('strategy-pass.tenants', 'SELECT tenant FROM strategy_pass ORDER BY tenant');
const BEGIN = statement(
  'strategy-pass.begin',
  'INSERT INTO strategy_pass (tenant, applied) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
);
const LOCK = statement(
  'strategy-pass.lock',
  'SELECT applied, next_customer AS "nextCustomer" FROM strategy_pass WHERE tenant = $1 FOR UPDATE',
);
const SAVE = statement(
  'strategy-pass.save',
  'UPDATE strategy_pass SET applied = $2, next_customer = $3 WHERE tenant = $1',
);
const ACTIVE = statement(
  'strategy-pass.active',
  `SELECT ${ENTITLEMENT_COLUMNS} FROM customer_entitlement held
    WHERE held.tenant = $1 AND held.customer_id = ANY($2::text[]) AND held.ended_at IS NULL`,
);

/** Tenants with customers whose states are known. */
export async function tenantsWithStates(reader: Pick<Transaction, 'query'>): Promise<string[]> {
  return (await reader.query<{ tenant: string }>(TENANTS)).map(({ tenant }) => tenant);
}

/** Notes by which strategies tenants' first customers are looked at. */
export async function beginPasses(tx: Transaction, applied: readonly (readonly [tenant: string, digest: string])[]) {
  const sorted = [...applied].sort(([a], [b]) => (a < b ? -1 : 1));
  await tx.execute(BEGIN, [textArray(sorted.map(([tenant]) => tenant)), textArray(sorted.map(([, digest]) => digest))]);
}

/** How far a tenant's look has come, locked. */
export async function lockPass(tx: Transaction, tenant: string): Promise<PassRow | undefined> {
  return (await tx.query<PassRow & Record<string, unknown>>(LOCK, [tenant]))[0];
}

/** Notes how far a tenant's look has come. */
export async function savePass(tx: Transaction, tenant: string, { applied, nextCustomer }: PassRow): Promise<void> {
  await tx.execute(SAVE, [tenant, applied, nextCustomer]);
}

/** What customers are entitled to that nothing has ended, also what has ended by itself. */
export function activeOf(tx: Transaction, tenant: string, customers: readonly string[]): Promise<EntitlementRow[]> {
  return tx.query<EntitlementRow & Record<string, unknown>>(ACTIVE, [tenant, textArray(customers)]);
}
