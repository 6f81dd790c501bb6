import type { ChangedAlert, Transition } from '@orderweave/contracts';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

/** An alert that is about to be raised. Instants are epoch milliseconds. */
export interface NewAlert {
  readonly id: string;
  readonly rule: string;
  readonly severity: ChangedAlert['severity'];
  readonly raisedAt: number;
  /** When somebody should have acknowledged it. */
  readonly dueAt: number;
  readonly transition: Transition;
}

/** An alert that a rule may already have raised for a customer. */
export interface EarlierAlert {
  readonly tenant: string;
  readonly customerId: string;
  readonly rule: string;
  readonly transitionId: string;
  readonly effectiveAt: number;
}

// JSON text has no raw line breaks, so documents travel as lines: an array literal would have every quote escaped and read again.
const INSERT = statement(
  'alert.insert',
  `INSERT INTO alert (tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at, transition)
   SELECT tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at, line::json
   FROM ROWS FROM (
     unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::timestamptz[], $10::timestamptz[], $11::timestamptz[]),
     string_to_table($12, E'\\n')
   ) AS new (tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at, line)
   ON CONFLICT DO NOTHING RETURNING id`,
);
const EARLIER = statement(
  'alert.earlier',
  `SELECT alert.tenant, customer_id AS "customerId", alert.rule, transition_id AS "transitionId", effective_at
   FROM alert JOIN (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (tenant, customer, rule)) asked
     ON alert.tenant = asked.tenant AND alert.customer_id = asked.customer AND alert.rule = asked.rule`,
);

/** Inserts alerts and returns the ids of those that were not there yet, in one statement whatever their number. */
export async function insertAlerts(tx: Transaction, alerts: readonly NewAlert[]): Promise<Set<string>> {
  // Two batches that raise the same alerts wait for each other in one order.
  const sorted = [...alerts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const texts = (of: (alert: NewAlert) => string | undefined) => textArray(sorted.map(of));
  const instants = (of: (alert: NewAlert) => number) =>
    plainArray(sorted.map((alert) => new Date(of(alert)).toISOString()));
  const rows = await tx.query<{ id: string }>(INSERT, [
    texts(({ transition }) => transition.tenant),
    texts(({ id }) => id),
    texts(({ transition }) => transition.id),
    texts(({ transition }) => transition.customerId),
    texts(({ transition }) => transition.customer.owner),
    texts(({ rule }) => rule),
    texts(({ severity }) => severity),
    texts(({ transition }) => transition.kind),
    plainArray(sorted.map(({ transition }) => transition.effectiveAt)),
    instants(({ raisedAt }) => raisedAt),
    instants(({ dueAt }) => dueAt),
    sorted.map(({ transition }) => JSON.stringify(transition)).join('\n'),
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** Alerts that the same rules raised for the same customers. */
export async function findEarlier(tx: Transaction, alerts: readonly NewAlert[]): Promise<EarlierAlert[]> {
  const rows = await tx.query<Omit<EarlierAlert, 'effectiveAt'> & { effective_at: Date }>(EARLIER, [
    textArray(alerts.map(({ transition }) => transition.tenant)),
    textArray(alerts.map(({ transition }) => transition.customerId)),
    textArray(alerts.map(({ rule }) => rule)),
  ]);
  return rows.map(({ effective_at, ...row }) => ({ ...row, effectiveAt: effective_at.getTime() }));
}
