import type { SalesTeam, TenantClock } from '@orderweave/domain-notification';
import { statement, textArray, type Transaction } from '@orderweave/postgres';

/** What of the tenants of a batch decides on it. */
export interface BatchTerms {
  /** Clocks as they were told last; a tenant that never set one is missing. */
  readonly clocks: ReadonlyMap<string, TenantClock>;
  /** Sales teams; a tenant that stated none is missing. */
  readonly teams: ReadonlyMap<string, SalesTeam>;
  /** Of each tenant a number that is another one once its activations of rules have changed. */
  readonly revisions: ReadonlyMap<string, number>;
  /** Tenants with a place that takes deliveries. */
  readonly reachable: ReadonlySet<string>;
}

interface TermsRow {
  tenant: string;
  mode: TenantClock['mode'] | null;
  now: Date | null;
  team: SalesTeam | null;
  revision: number;
  reachable: boolean;
}

const LOAD = statement(
  'batch-terms.load',
  `SELECT asked.tenant, clock.mode, clock.now, team.document AS team,
     coalesce((SELECT max(id) FROM rule_audit audit WHERE audit.tenant = asked.tenant), 0)::float8 AS revision,
     EXISTS (SELECT 1 FROM endpoint WHERE endpoint.tenant = asked.tenant AND enabled) AS reachable
   FROM unnest($1::text[]) AS asked (tenant)
   LEFT JOIN tenant_clock clock ON clock.tenant = asked.tenant LEFT JOIN sales_team team ON team.tenant = asked.tenant`,
);

/** Reads in one statement what decides on the alerts of these tenants, each named once. */
export async function loadTerms(tx: Transaction, tenants: readonly string[]): Promise<BatchTerms> {
  const rows = await tx.query<TermsRow & Record<string, unknown>>(LOAD, [textArray(tenants)]);
  return {
    clocks: new Map(
      rows.flatMap(({ tenant, mode, now }) => (mode && now ? [[tenant, { mode, now: now.getTime() }]] : [])),
    ),
    teams: new Map(rows.flatMap(({ tenant, team }) => (team ? [[tenant, team]] : []))),
    revisions: new Map(rows.map(({ tenant, revision }) => [tenant, revision])),
    reachable: new Set(rows.flatMap(({ tenant, reachable }) => (reachable ? [tenant] : []))),
  };
}
