import type { ChannelName, Locale } from '@orderweave/domain-notification';
import { statement, textArray, type Database, type Transaction } from '@orderweave/postgres';

/** Which alerts an endpoint gets; a list that is left out does not restrict. */
export interface EndpointFilter {
  severities?: string[];
  kinds?: string[];
  rules?: string[];
}

/** A place that alerts are sent to. */
export interface EndpointRow {
  tenant: string;
  id: string;
  channel: ChannelName;
  name: string | null;
  /** The person whose alerts alone it gets; null for all that its filter lets through. */
  person: string | null;
  /** Of a webhook its address, of others as much of it as may be shown. */
  url: string;
  /** The app that writes to it, whose rates it shares with others; null where there is none. */
  app: string | null;
  /** Sealed; null for webhooks of old, whose secrets lie beside. */
  settings: string | null;
  /** Of webhooks of old: those that sign, newest first. */
  secrets: string[] | null;
  filter: EndpointFilter;
  locale: Locale;
  enabled: boolean;
  disabledReason: string | null;
  createdAt: Date;
  createdBy: string;
}

/** An endpoint to add. */
export type NewEndpoint = Pick<
  EndpointRow,
  'tenant' | 'id' | 'channel' | 'name' | 'person' | 'url' | 'app' | 'filter' | 'locale' | 'createdBy'
> & { settings: string };

type Row = EndpointRow & Record<string, unknown>;
const COLUMNS = `tenant, id, channel, name, person, url, app, settings, secrets, filter, locale, enabled,
  disabled_reason AS "disabledReason", created_at AS "createdAt", created_by AS "createdBy"`;
const ENABLED = statement(
  'endpoint.enabled',
  `SELECT ${COLUMNS} FROM endpoint WHERE tenant = ANY($1::text[]) AND enabled ORDER BY tenant, id`,
);
const LIST = statement('endpoint.list', `SELECT ${COLUMNS} FROM endpoint WHERE tenant = $1 ORDER BY created_at, id`);
const ONE = statement('endpoint.one', `SELECT ${COLUMNS} FROM endpoint WHERE tenant = $1 AND id = $2`);
const INSERT = statement(
  'endpoint.insert',
  `INSERT INTO endpoint (tenant, id, channel, name, person, url, app, settings, filter, locale, created_by)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
);
const REMOVE = statement('endpoint.remove', 'DELETE FROM endpoint WHERE tenant = $1 AND id = $2');
const SETTINGS = statement(
  'endpoint.settings',
  `UPDATE endpoint SET settings = $3, url = $4, app = $5, secrets = NULL WHERE tenant = $1 AND id = $2 RETURNING ${COLUMNS}`,
);
const ENABLE = statement(
  'endpoint.enable',
  `UPDATE endpoint SET enabled = $3, disabled_reason = $4 WHERE tenant = $1 AND id = $2 RETURNING ${COLUMNS}`,
);

/** The endpoints of these tenants that take deliveries. */
export function enabledEndpoints(tx: Transaction, tenants: readonly string[]): Promise<EndpointRow[]> {
  return tx.query<Row>(ENABLED, [textArray(tenants)]);
}

export function listEndpoints(database: Database, tenant: string): Promise<EndpointRow[]> {
  return database.query<Row>(LIST, [tenant]);
}

export async function findEndpoint(database: Database, tenant: string, id: string): Promise<EndpointRow | undefined> {
  const [row] = await database.query<Row>(ONE, [tenant, id]);
  return row;
}

export async function insertEndpoint(database: Database, endpoint: NewEndpoint): Promise<EndpointRow> {
  const { tenant, id, channel, name, person, url, app, settings, filter, locale, createdBy } = endpoint;
  const values = [tenant, id, channel, name, person, url, app, settings, JSON.stringify(filter), locale, createdBy];
  const [row] = await database.query<Row>(INSERT, values);
  return row!;
}

/** Removes an endpoint and what was still to be delivered to it; false when there is none. */
export async function removeEndpoint(database: Database, tenant: string, id: string): Promise<boolean> {
  return database.transaction(async (tx) => (await tx.execute(REMOVE, [tenant, id])) > 0);
}

/** Replaces the sealed settings and what may be known of them. */
export async function saveSettings(
  database: Database,
  { tenant, id }: Pick<EndpointRow, 'tenant' | 'id'>,
  { settings, url, app }: Pick<NewEndpoint, 'settings' | 'url' | 'app'>,
): Promise<EndpointRow | undefined> {
  const [row] = await database.query<Row>(SETTINGS, [tenant, id, settings, url, app]);
  return row;
}

/** Stops deliveries to an endpoint and says why, or takes them up again (without a reason). */
export async function enableEndpoint(
  tx: Transaction,
  { tenant, id }: Pick<EndpointRow, 'tenant' | 'id'>,
  reason: string | null,
): Promise<EndpointRow | undefined> {
  const [row] = await tx.query<Row>(ENABLE, [tenant, id, reason === null, reason]);
  return row;
}

/** Whether an endpoint's filter lets an alert through. */
export function wantsAlert(filter: EndpointFilter, alert: { severity: string; kind: string; rule: string }): boolean {
  const { severities, kinds, rules } = filter;
  return (
    (severities?.includes(alert.severity) ?? true) &&
    (kinds?.includes(alert.kind) ?? true) &&
    (rules?.includes(alert.rule) ?? true)
  );
}
