import type { Locale } from '@orderweave/domain-notification';
import { statement, textArray, type Database, type Transaction } from '@orderweave/postgres';

/** Which alerts a webhook gets; a list that is left out does not restrict. */
export interface WebhookFilter {
  severities?: string[];
  kinds?: string[];
  rules?: string[];
}

/** A place that alerts are sent to. */
export interface WebhookRow {
  tenant: string;
  id: string;
  url: string;
  /** Those that sign, newest first: a receiver may know any of them. */
  secrets: string[];
  filter: WebhookFilter;
  locale: Locale;
  enabled: boolean;
  disabledReason: string | null;
  createdAt: Date;
  createdBy: string;
}

type Row = WebhookRow & Record<string, unknown>;
const COLUMNS = `tenant, id, url, secrets, filter, locale, enabled, disabled_reason AS "disabledReason",
  created_at AS "createdAt", created_by AS "createdBy"`;
const ENABLED = statement(
  'webhook.enabled',
  `SELECT ${COLUMNS} FROM webhook WHERE tenant = ANY($1::text[]) AND enabled ORDER BY tenant, id`,
);
const LIST = statement('webhook.list', `SELECT ${COLUMNS} FROM webhook WHERE tenant = $1 ORDER BY created_at, id`);
const ONE = statement('webhook.one', `SELECT ${COLUMNS} FROM webhook WHERE tenant = $1 AND id = $2`);
const INSERT = statement(
  'webhook.insert',
  `INSERT INTO webhook (tenant, id, url, secrets, filter, locale, created_by) VALUES ($1, $2, $3, ARRAY[$4::text], $5, $6, $7)
   RETURNING ${COLUMNS}`,
);
const REMOVE = statement('webhook.remove', 'DELETE FROM webhook WHERE tenant = $1 AND id = $2');
const DISABLE = statement(
  'webhook.disable',
  'UPDATE webhook SET enabled = false, disabled_reason = $3 WHERE tenant = $1 AND id = $2',
);

/** The webhooks of these tenants that take deliveries. */
export function enabledWebhooks(tx: Transaction, tenants: readonly string[]): Promise<WebhookRow[]> {
  return tx.query<Row>(ENABLED, [textArray(tenants)]);
}

export function listWebhooks(database: Database, tenant: string): Promise<WebhookRow[]> {
  return database.query<Row>(LIST, [tenant]);
}

export async function findWebhook(database: Database, tenant: string, id: string): Promise<WebhookRow | undefined> {
  const [row] = await database.query<Row>(ONE, [tenant, id]);
  return row;
}

/** Adds a webhook with its first secret. */
export async function insertWebhook(
  database: Database,
  webhook: Pick<WebhookRow, 'tenant' | 'id' | 'url' | 'filter' | 'locale' | 'createdBy'> & { secret: string },
): Promise<WebhookRow> {
  const { tenant, id, url, secret, filter, locale, createdBy } = webhook;
  const [row] = await database.query<Row>(INSERT, [tenant, id, url, secret, JSON.stringify(filter), locale, createdBy]);
  return row!;
}

/** Removes a webhook and what was still to be delivered to it; false when there is none. */
export async function removeWebhook(database: Database, tenant: string, id: string): Promise<boolean> {
  return database.transaction(async (tx) => (await tx.execute(REMOVE, [tenant, id])) > 0);
}

/** Stops deliveries to a webhook, and says why. */
export async function disableWebhook(tx: Transaction, tenant: string, id: string, reason: string): Promise<void> {
  await tx.execute(DISABLE, [tenant, id, reason]);
}

/** Whether a webhook wants an alert. */
export function wantsAlert(filter: WebhookFilter, alert: { severity: string; kind: string; rule: string }): boolean {
  const { severities, kinds, rules } = filter;
  return (
    (severities?.includes(alert.severity) ?? true) &&
    (kinds?.includes(alert.kind) ?? true) &&
    (rules?.includes(alert.rule) ?? true)
  );
}
