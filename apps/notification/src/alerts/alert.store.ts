import type { ChangedAlert, Transition } from '@orderweave/contracts';
import { nextStepOf, type EscalationLevel, type MuteReason, type RaisedBy } from '@orderweave/domain-notification';
import type { CustomerId } from '../merges/customer-id.js';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

/** An alert that is about to be raised. Instants are epoch milliseconds. */
export interface NewAlert {
  readonly id: string;
  readonly rule: string;
  readonly severity: ChangedAlert['severity'];
  /** Whose customer it is about. */
  readonly owner: string | null;
  readonly raisedAt: number;
  /** When somebody should have acknowledged it. */
  readonly dueAt: number;
  /** When it goes up unless somebody has; null when there is no further step. */
  readonly escalateAt: number | null;
  readonly expiresAt: number;
  /** Seconds after which it is told again while nobody sees to it, and when that is first. */
  readonly repeatSeconds?: number | null;
  readonly repeatAt?: number | null;
  /** The version of the rules under which it is raised, 0 for the default ones; the rule and its play. */
  readonly ruleVersion: number;
  readonly raisedBy: RaisedBy;
  /** Who is told of it. */
  readonly recipients: readonly string[];
  readonly level: EscalationLevel;
  /** Why nobody is told. */
  readonly muted?: MuteReason | undefined;
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

type EarlierRow = Omit<EarlierAlert, 'effectiveAt'> & { effective_at: Date } & Record<string, unknown>;

/** A rule of a customer: with an alert that is not settled yet, or one that is asked about. */
export interface WaitingRule extends CustomerId {
  readonly rule: string;
}

// JSON text has no raw line breaks, so documents travel as lines: an array literal would have every quote escaped and read again.
const INSERT = statement(
  'alert.insert',
  `INSERT INTO alert (tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at, escalate_at, expires_at, next_at, recipients, level, muted, rule_version, repeat_seconds, repeat_at, transition, raised_by)
   SELECT tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at,
     escalate_at, expires_at, next_at, string_to_array(recipients, E'\\n'), level, muted,
     rule_version, repeat_seconds, repeat_at, line::json, raised_by::json
   FROM ROWS FROM (
     unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
            $14::timestamptz[], $15::text[], $16::text[], $17::text[], $19::int[], $20::int[], $21::timestamptz[]),
     string_to_table($18, E'\\n'), string_to_table($22, E'\\n')
   ) AS new (tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at,
     escalate_at, expires_at, next_at, recipients, level, muted, rule_version, repeat_seconds, repeat_at, line, raised_by)
   ON CONFLICT DO NOTHING RETURNING id`,
);
const RAISED = statement(
  'alert.raised',
  `SELECT tenant, customer_id AS "customerId", rule, transition_id AS "transitionId", effective_at FROM alert
   WHERE tenant = $1 AND raised_at >= $2 AND raised_at < $3`,
);
/** Inserts alerts and returns the ids of those that were not there yet, in one statement whatever their number. */
export async function insertAlerts(tx: Transaction, alerts: readonly NewAlert[]): Promise<Set<string>> {
  // Two batches that raise the same alerts wait for each other in one order.
  const sorted = [...alerts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const texts = (of: (alert: NewAlert) => string | null | undefined) => textArray(sorted.map(of));
  const instants = (of: (alert: NewAlert) => number | null | undefined) =>
    plainArray(sorted.map((alert) => instant(of(alert))));
  const rows = await tx.query<{ id: string }>(INSERT, [
    texts(({ transition }) => transition.tenant),
    texts(({ id }) => id),
    texts(({ transition }) => transition.id),
    texts(({ transition }) => transition.customerId),
    texts(({ owner }) => owner),
    texts(({ rule }) => rule),
    texts(({ severity }) => severity),
    texts(({ transition }) => transition.kind),
    plainArray(sorted.map(({ transition }) => transition.effectiveAt)),
    instants(({ raisedAt }) => raisedAt),
    instants(({ dueAt }) => dueAt),
    instants(({ escalateAt }) => escalateAt),
    instants(({ expiresAt }) => expiresAt),
    instants((alert) => nextStepOf({ ...alert, state: 'open', snoozedUntil: null })?.at),
    texts(({ recipients }) => recipients.join('\n')),
    texts(({ level }) => level),
    texts(({ muted }) => muted),
    sorted.map(({ transition }) => JSON.stringify(transition)).join('\n'),
    plainArray(sorted.map(({ ruleVersion }) => ruleVersion)),
    plainArray(sorted.map(({ repeatSeconds }) => repeatSeconds)),
    instants(({ repeatAt }) => repeatAt),
    sorted.map(({ raisedBy }) => JSON.stringify(raisedBy)).join('\n'),
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** Alerts of a tenant that were raised between two moments, epoch milliseconds. */
export async function findRaised(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  { from, before }: { from: number; before: number },
): Promise<EarlierAlert[]> {
  const rows = await reader.query<EarlierRow>(RAISED, [tenant, instant(from), instant(before)]);
  return rows.map(({ effective_at, ...row }) => ({ ...row, effectiveAt: effective_at.getTime() }));
}

function instant(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
