import type { SalesTeam } from '@orderweave/domain-notification';
import { statement, textArray, type Database, type Transaction } from '@orderweave/postgres';

/** A tenant's sales team as it was stated last. */
export interface SalesTeamRow {
  document: SalesTeam;
  changedAt: Date;
  changedBy: string;
}

const LOAD = statement('team.load', 'SELECT tenant, document FROM sales_team WHERE tenant = ANY($1::text[])');
const ONE = statement(
  'team.one',
  'SELECT document, changed_at AS "changedAt", changed_by AS "changedBy" FROM sales_team WHERE tenant = $1',
);
const SAVE = statement(
  'team.save',
  `INSERT INTO sales_team (tenant, document, changed_by) VALUES ($1, $2, $3)
   ON CONFLICT (tenant) DO UPDATE SET document = excluded.document, changed_by = excluded.changed_by, changed_at = now()`,
);

/** The sales teams of these tenants; a tenant that stated none is missing. */
export async function loadTeams(tx: Transaction, tenants: readonly string[]): Promise<Map<string, SalesTeam>> {
  const rows = await tx.query<{ tenant: string; document: SalesTeam }>(LOAD, [textArray(tenants)]);
  return new Map(rows.map(({ tenant, document }) => [tenant, document]));
}

export async function findTeam(database: Database, tenant: string): Promise<SalesTeamRow | undefined> {
  const [row] = await database.query<SalesTeamRow & Record<string, unknown>>(ONE, [tenant]);
  return row;
}

export async function saveTeam(database: Database, tenant: string, team: SalesTeam, by: string): Promise<void> {
  await database.query(SAVE, [tenant, JSON.stringify(team), by]);
}
