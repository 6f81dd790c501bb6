import type { CustomerState, EntitlementKind, Grant, Refusal } from '@orderweave/domain-notification';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

/** An entitlement as it is stored; active until it ends by itself or is ended. */
export interface EntitlementRow {
  tenant: string;
  customerId: string;
  strategy: string;
  kind: EntitlementKind;
  since: Date;
  until: Date | null;
  endedAt: Date | null;
  detail: string | null;
  /** The state of the customer that it came of. */
  state: string;
  value: string | null;
  rulesVersion: number;
  owner: string | null;
}

/** Whose grant it is, and by which version of the rules. */
export interface GrantTo extends Grant {
  readonly of: CustomerState;
  readonly rulesVersion: number;
}

/** Whose grant ends, and when. */
export interface EndOf extends Refusal {
  readonly of: Pick<CustomerState, 'tenant' | 'customerId'>;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The columns of an `EntitlementRow`. */
export const ENTITLEMENT_COLUMNS = `held.tenant, held.customer_id AS "customerId", held.strategy, held.kind, held.since, held.until,
  held.ended_at AS "endedAt", held.detail, held.state, held.value, held.rules_version AS "rulesVersion", held.owner`;
const GRANTED = `INSERT INTO customer_entitlement AS held (tenant, customer_id, strategy, kind, since, until, detail, state, value, rules_version, owner)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[],
     $8::text[], $9::text[], $10::int[], $11::text[])
     AS new (tenant, customer_id, strategy, kind, since, until, detail, state, value, rules_version, owner)
   WHERE (SELECT alias.holder FROM customer_alias alias WHERE alias.tenant = new.tenant AND alias.customer_id = new.customer_id
     LIMIT 1) IS NULL
   ON CONFLICT (tenant, customer_id, strategy, kind) DO UPDATE
      SET since = excluded.since, until = excluded.until, ended_at = NULL, merged = false, detail = excluded.detail, state = excluded.state,
          value = excluded.value, rules_version = excluded.rules_version, owner = excluded.owner
    WHERE (held.since, held.until, held.ended_at, held.detail, held.state, held.value)
      IS DISTINCT FROM (excluded.since, excluded.until, NULL::timestamptz, excluded.detail, excluded.state, excluded.value)
   RETURNING ${ENTITLEMENT_COLUMNS}`;
/** Parameters from `first` on. */
const endedBy = (first: number) => `UPDATE customer_entitlement held SET ended_at = greatest(held.since, ending.at)
     FROM unnest($${first}::text[], $${first + 1}::text[], $${first + 2}::text[], $${first + 3}::text[], $${first + 4}::timestamptz[])
       AS ending (tenant, customer_id, strategy, kind, at)
    WHERE held.tenant = ending.tenant AND held.customer_id = ending.customer_id AND held.strategy = ending.strategy
      AND held.kind = ending.kind AND held.ended_at IS NULL
   RETURNING ${ENTITLEMENT_COLUMNS}`;
const GRANT = statement('entitlement.grant', GRANTED);
const END = statement('entitlement.end', endedBy(1));
const CHANGE = statement(
  'entitlement.change',
  `WITH granted AS (${GRANTED}), ended AS (${endedBy(12)})
   SELECT ended.*, true AS gone FROM ended UNION ALL SELECT granted.*, false FROM granted`,
);

/** Grants entitlements, one row each, sorted, to nobody who lives on under another id; returns those that are new or different. */
export function grantAll(tx: Transaction, grants: readonly GrantTo[]): Promise<EntitlementRow[]> {
  return tx.query<EntitlementRow & Record<string, unknown>>(GRANT, grantColumns(grants));
}

/** Ends entitlements; returns those that had not ended. */
export function endAll(tx: Transaction, ends: readonly EndOf[]): Promise<EntitlementRow[]> {
  return tx.query<EntitlementRow & Record<string, unknown>>(END, endColumns(ends));
}

/** Ends entitlements and grants others, in one statement; returns what changed. */
export async function changeAll(
  tx: Transaction,
  ends: readonly EndOf[],
  grants: readonly GrantTo[],
): Promise<{ ended: EntitlementRow[]; granted: EntitlementRow[] }> {
  const values = [...grantColumns(grants), ...endColumns(ends)];
  const rows = await tx.query<EntitlementRow & { gone: boolean } & Record<string, unknown>>(CHANGE, values);
  return { ended: rows.filter(({ gone }) => gone), granted: rows.filter(({ gone }) => !gone) };
}

function grantColumns(grants: readonly GrantTo[]): string[] {
  const texts = (of: (grant: GrantTo) => string | null | undefined) => textArray(grants.map(of));
  return [
    texts(({ of }) => of.tenant),
    texts(({ of }) => of.customerId),
    texts(({ strategy }) => strategy),
    texts(({ kind }) => kind),
    plainArray(grants.map(({ since }) => instant(since))),
    plainArray(grants.map(({ until }) => instant(until))),
    texts(({ detail }) => detail),
    texts(({ of }) => of.state),
    texts(({ of }) => of.value),
    plainArray(grants.map(({ rulesVersion }) => rulesVersion)),
    texts(({ of }) => of.owner),
  ];
}

function endColumns(ends: readonly EndOf[]): string[] {
  return [
    textArray(ends.map(({ of }) => of.tenant)),
    textArray(ends.map(({ of }) => of.customerId)),
    textArray(ends.map(({ strategy }) => strategy)),
    textArray(ends.map(({ kind }) => kind)),
    plainArray(ends.map(({ at }) => instant(at))),
  ];
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
