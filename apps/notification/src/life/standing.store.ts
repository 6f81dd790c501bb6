import { nextStepOf, type AlertEventAction, type AlertStanding } from '@orderweave/domain-notification';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { ALERT_COLUMNS, SEEN_BY, type AlertRow } from '../alerts/alert-row.js';

/** An alert with what has become of it. */
export interface ChangedStanding {
  readonly tenant: string;
  readonly id: string;
  readonly standing: AlertStanding;
}

/** A line of the audit trail. */
export interface AuditLine {
  readonly tenant: string;
  readonly alertId: string;
  /** Epoch milliseconds by the tenant's clock. */
  readonly at: number;
  readonly actor: string;
  readonly action: AlertEventAction;
  readonly state: string;
  readonly note?: string | undefined;
  /** What the action was about: a reason, a moment, names. */
  readonly detail?: string | undefined;
}

type Row = AlertRow & Record<string, unknown>;
const LOCK = statement(
  'alert.lock',
  `SELECT ${ALERT_COLUMNS} FROM alert WHERE tenant = $1 AND id = $2 AND ($3::text IS NULL OR ${SEEN_BY('$3')}) FOR UPDATE`,
);
const DUE = statement(
  'alert.due',
  `SELECT ${ALERT_COLUMNS} FROM alert WHERE tenant = $1 AND next_at <= $2 ORDER BY next_at LIMIT 500 FOR UPDATE SKIP LOCKED`,
);
// A clock that is moved by hand may move far before it is swept again: whoever has an alert in hand is waited for, in the order of all.
const DUE_FOR_ALL = statement(
  'alert.due-for-all',
  `SELECT ${ALERT_COLUMNS} FROM alert WHERE tenant = $1 AND id = ANY(ARRAY(
     SELECT id FROM alert WHERE tenant = $1 AND next_at <= $2 ORDER BY next_at LIMIT 500)) AND next_at <= $2
   ORDER BY alert.id FOR UPDATE OF alert`,
);
const WAITING = statement('alert.waiting', 'SELECT DISTINCT tenant FROM alert WHERE next_at IS NOT NULL');
const SAVE = statement(
  'alert.save',
  `UPDATE alert SET state = new.state, recipients = string_to_array(new.recipients, E'\\n'), level = new.level,
     escalate_at = new.escalate_at, snoozed_until = new.snoozed_until, expires_at = new.expires_at,
     acknowledged_at = new.acknowledged_at, acknowledged_by = new.acknowledged_by, resolution = new.resolution,
     next_at = new.next_at, repeat_at = new.repeat_at, owner = new.owner, changed_xid = pg_current_xact_id()
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
     $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[])
     AS new (tenant, id, state, recipients, level, escalate_at, snoozed_until, expires_at, acknowledged_at,
       acknowledged_by, resolution, next_at, repeat_at, owner)
   WHERE alert.tenant = new.tenant AND alert.id = new.id RETURNING ${ALERT_COLUMNS}`,
);
const AUDIT = statement(
  'alert.record',
  `INSERT INTO alert_event (tenant, alert_id, at, actor, action, state, note, detail)
   SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
);

/** An alert, locked; undefined when there is none that `person` (if given) may see. */
export async function lockAlert(
  tx: Transaction,
  tenant: string,
  id: string,
  person?: string,
): Promise<AlertRow | undefined> {
  const [row] = await tx.query<Row>(LOCK, [tenant, id, person ?? null]);
  return row;
}

/**
 * Alerts of a tenant that time has something to do with until `now`, locked. Those that others have in hand are left for the next minute,
 * or waited for where the clock `leaps`.
 */
export function lockDue(
  tx: Transaction,
  { tenant, now, leaps }: { tenant: string; now: number; leaps: boolean },
): Promise<AlertRow[]> {
  return tx.query<Row>(leaps ? DUE_FOR_ALL : DUE, [tenant, instant(now)]);
}

/** Tenants with alerts that time will do something to, sooner or later. */
export async function tenantsWaiting(tx: Transaction): Promise<string[]> {
  return (await tx.query<{ tenant: string }>(WAITING)).map(({ tenant }) => tenant);
}

/** Saves what has become of alerts, in one statement; returns them. */
export async function saveStandings(tx: Transaction, changed: readonly ChangedStanding[]): Promise<AlertRow[]> {
  const texts = (of: (standing: AlertStanding) => string | null) =>
    textArray(changed.map(({ standing }) => of(standing)));
  const instants = (of: (standing: AlertStanding) => number | null | undefined) =>
    plainArray(changed.map(({ standing }) => instant(of(standing))));
  return tx.query<Row>(SAVE, [
    textArray(changed.map(({ tenant }) => tenant)),
    textArray(changed.map(({ id }) => id)),
    texts(({ state }) => state),
    texts(({ recipients }) => recipients.join('\n')),
    texts(({ level }) => level),
    instants(({ escalateAt }) => escalateAt),
    instants(({ snoozedUntil }) => snoozedUntil),
    instants(({ expiresAt }) => expiresAt),
    instants(({ acknowledgedAt }) => acknowledgedAt),
    texts(({ acknowledgedBy }) => acknowledgedBy),
    texts(({ resolution }) => resolution),
    instants((standing) => nextStepOf(standing)?.at),
    instants(({ repeatAt }) => repeatAt),
    texts(({ owner }) => owner ?? null),
  ]);
}

/** Writes lines of the audit trail, in one statement. */
export async function recordAudit(tx: Transaction, lines: readonly AuditLine[]): Promise<void> {
  const texts = (of: (line: AuditLine) => string | undefined) => textArray(lines.map(of));
  await tx.execute(AUDIT, [
    texts(({ tenant }) => tenant),
    texts(({ alertId }) => alertId),
    plainArray(lines.map(({ at }) => instant(at))),
    texts(({ actor }) => actor),
    texts(({ action }) => action),
    texts(({ state }) => state),
    texts(({ note }) => note),
    texts(({ detail }) => detail),
  ]);
}

function instant(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
