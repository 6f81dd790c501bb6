import type { ChangedAlert } from '@orderweave/contracts';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { SEEN_BY } from './alert-row.js';
import { SHOWN } from './read-alerts.js';

type Reader = Pick<Transaction, 'query'>;

/** Alerts of one severity that are not settled yet. */
export interface UnreadRow {
  severity: ChangedAlert['severity'];
  /** Nobody has seen to them. */
  open: number;
  /** The caller has not seen them; those of which nobody is told do not count. */
  unread: number;
}

/** Whose marks, and whose alerts alone if the caller may not see all. */
export interface Reading {
  readonly tenant: string;
  /** Name of the caller's key. */
  readonly reader: string;
  readonly person?: string | undefined;
}

// An alert with a next step is one that is not settled, so that history is not counted each time. Who has acknowledged one, if only from
// its card, knows of it.
const COUNT = statement(
  'unread.count',
  `SELECT severity, count(*) FILTER (WHERE state IN ('open', 'delivered'))::int AS open,
     count(*) FILTER (WHERE muted IS NULL AND acknowledged_by IS DISTINCT FROM $2 AND raised_at > coalesce(
       (SELECT raised_at FROM alert_seen_until mark WHERE mark.tenant = $1 AND mark.person = $2), '-infinity')
       AND NOT EXISTS (SELECT 1 FROM alert_seen mark
         WHERE mark.tenant = alert.tenant AND mark.person = $2 AND mark.alert_id = alert.id))::int AS unread
   FROM alert WHERE tenant = $1 AND next_at IS NOT NULL AND ($3::text IS NULL OR ${SEEN_BY('$3')}) AND ${SHOWN}
   GROUP BY severity`,
);
const SEE_UNTIL = statement(
  'unread.see-until',
  `INSERT INTO alert_seen_until AS known (tenant, person, raised_at) VALUES ($1, $2, $3)
   ON CONFLICT (tenant, person) DO UPDATE SET raised_at = greatest(known.raised_at, excluded.raised_at)`,
);
// What the one mark covers needs none of its own.
const FORGET = statement(
  'unread.forget',
  `DELETE FROM alert_seen mark USING alert, alert_seen_until until
    WHERE mark.tenant = $1 AND mark.person = $2 AND alert.tenant = mark.tenant AND alert.id = mark.alert_id
      AND until.tenant = $1 AND until.person = $2 AND alert.raised_at <= until.raised_at`,
);
const SEE = statement(
  'unread.see',
  `INSERT INTO alert_seen (tenant, person, alert_id) SELECT tenant, $2, id FROM alert
    WHERE tenant = $1 AND id = ANY($4::text[]) AND ($3::text IS NULL OR ${SEEN_BY('$3')}) ORDER BY id ON CONFLICT DO NOTHING`,
);

/** What waits for a caller, by severity. */
export function countUnread(reader: Reader, { tenant, reader: name, person }: Reading): Promise<UnreadRow[]> {
  return reader.query<UnreadRow & Record<string, unknown>>(COUNT, [tenant, name, person ?? null]);
}

/** Marks everything that was raised until a moment (epoch milliseconds) as seen; an earlier moment changes nothing. */
export async function seeUntil(tx: Transaction, { tenant, reader }: Reading, until: number): Promise<void> {
  await tx.execute(SEE_UNTIL, [tenant, reader, new Date(until).toISOString()]);
  await tx.execute(FORGET, [tenant, reader]);
}

/** Marks alerts as seen, those that the caller may see. */
export async function seeAlerts(
  tx: Transaction,
  { tenant, reader, person }: Reading,
  ids: readonly string[],
): Promise<void> {
  await tx.execute(SEE, [tenant, reader, person ?? null, textArray(ids)]);
}
