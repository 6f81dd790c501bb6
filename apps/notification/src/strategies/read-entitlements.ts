import type { EntitlementKind } from '@orderweave/domain-notification';
import { statement, type Transaction } from '@orderweave/postgres';
import { ENTITLEMENT_COLUMNS, type EntitlementRow } from './entitlement.store.js';

type Reader = Pick<Transaction, 'query'>;

/** Which entitlements; what is left out does not restrict. */
export interface EntitlementFilter {
  readonly tenant: string;
  readonly kind?: EntitlementKind | undefined;
  readonly active?: boolean | undefined;
  /** Only of customers of this owner. */
  readonly owner?: string | undefined;
  /** What the tenant's clock shows, epoch milliseconds. */
  readonly now: number;
}

/** The last entitlement before a page. */
export interface EntitlementPlace {
  readonly customerId: string;
  readonly strategy: string;
  readonly kind: string;
}

const HOLDS = (now: string) =>
  `(held.ended_at IS NULL AND held.since <= ${now} AND (held.until IS NULL OR held.until > ${now}))`;
const COLUMNS = (now: string) => `${ENTITLEMENT_COLUMNS}, ${HOLDS(now)} AS active`;
const MATCHES = `held.tenant = $1 AND ($3::boolean IS NULL OR ${HOLDS('$2::timestamptz')} = $3)
  AND ($4::text IS NULL OR held.owner = $4)`;
const ALL = statement(
  'entitlement.all',
  `SELECT ${COLUMNS('$2::timestamptz')} FROM customer_entitlement held
    WHERE ${MATCHES} AND (held.customer_id, held.strategy, held.kind) > ($5::text, $6::text, $7::text)
    ORDER BY held.customer_id, held.strategy, held.kind LIMIT $8`,
);
const OF_KIND = statement(
  'entitlement.of-kind',
  `SELECT ${COLUMNS('$2::timestamptz')} FROM customer_entitlement held
    WHERE ${MATCHES} AND held.kind = $7 AND (held.customer_id, held.strategy) > ($5::text, $6::text)
    ORDER BY held.customer_id, held.strategy LIMIT $8`,
);
const OF_CUSTOMER = statement(
  'entitlement.of-customer',
  `SELECT ${COLUMNS('$2::timestamptz')} FROM customer_entitlement held
    WHERE held.tenant = $1 AND ($4::text IS NULL OR held.owner = $4) AND held.customer_id = coalesce(
      (SELECT holder FROM customer_alias alias WHERE alias.tenant = $1 AND alias.customer_id = $3 LIMIT 1), $3)
    ORDER BY held.strategy, held.kind`,
);

/** An entitlement, and whether it holds at the moment of the question. */
export type HeldEntitlement = EntitlementRow & { active: boolean };

/** A page of entitlements by customer, strategy and kind. */
export function listEntitlements(
  reader: Reader,
  { tenant, kind, active, owner, now }: EntitlementFilter,
  limit: number,
  after: EntitlementPlace = { customerId: '', strategy: '', kind: '' },
): Promise<HeldEntitlement[]> {
  const matches = [tenant, new Date(now).toISOString(), active ?? null, owner ?? null];
  const values = [...matches, after.customerId, after.strategy, kind ?? after.kind, limit];
  return reader.query<HeldEntitlement & Record<string, unknown>>(kind ? OF_KIND : ALL, values);
}

/** Everything that a customer, by any of its ids, is or was entitled to. */
export function entitlementsOf(
  reader: Reader,
  customerId: string,
  { tenant, owner, now }: Pick<EntitlementFilter, 'tenant' | 'owner' | 'now'>,
): Promise<HeldEntitlement[]> {
  const values = [tenant, new Date(now).toISOString(), customerId, owner ?? null];
  return reader.query<HeldEntitlement & Record<string, unknown>>(OF_CUSTOMER, values);
}
