import { customerName, nextStepOf, outcomeTerms } from '@orderweave/domain-notification';
import { jsonArray, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { NewAlert } from '../alerts/alert.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { BY_ITSELF, planAlertTasks } from '../tasks/plan-alert-tasks.js';
import { transitionText } from './transition-text.js';

// JSON text has no raw line breaks, so documents travel as lines: an array literal would have every quote escaped and read again. What
// many alerts share, their rule and the steps of their plan, travels once. The ids of tasks are those of `taskId`. What begins with an alert
// that is new is new as well, and need not be looked for.
const INSERT = statement(
  'raised.insert',
  `WITH raised AS (
     INSERT INTO alert (tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at, escalate_at,
       expires_at, next_at, recipients, level, muted, rule_version, repeat_seconds, repeat_at, transition, raised_by)
     SELECT tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at, escalate_at,
       expires_at, next_at, string_to_array(recipients, E'\\n'), level, muted, rule_version, repeat_seconds, repeat_at,
       line::json, ($22::json[])[raised_by]
     FROM ROWS FROM (
       unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
              $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
              $14::timestamptz[], $15::text[], $16::text[], $17::text[], $18::int[], $19::int[], $20::timestamptz[], $21::int[]),
       string_to_table($23, E'\\n')
     ) AS new (tenant, id, transition_id, customer_id, owner, rule, severity, kind, effective_at, raised_at, due_at, escalate_at,
       expires_at, next_at, recipients, level, muted, rule_version, repeat_seconds, repeat_at, raised_by, line)
     ON CONFLICT DO NOTHING
     RETURNING tenant, id, customer_id, owner, rule, kind, muted, raised_at, recipients[1] AS assignee),
   begun AS (
     SELECT raised.*, winnable, win_back, resolves, starts_at, until, cause_order, customer_name, plan FROM raised
     JOIN unnest($1::text[], $2::text[], $24::boolean[], $25::boolean[], $26::boolean[], $27::timestamptz[], $28::timestamptz[],
       $29::text[], $30::text[], $31::int[])
       AS more (tenant, id, winnable, win_back, resolves, starts_at, until, cause_order, customer_name, plan) USING (tenant, id)),
   watched AS (
     INSERT INTO alert_outcome (tenant, alert_id, customer_id, holder, rule, kind, muted, winnable, win_back, resolves, raised_at,
       starts_at, until, cause_order)
     SELECT tenant, id, customer_id, customer_id, rule, kind, muted, winnable, win_back, resolves, raised_at,
       starts_at, until, cause_order FROM begun),
   news AS (
     INSERT INTO outcome_news (tenant, customer_id) SELECT DISTINCT tenant, customer_id FROM begun WHERE winnable),
   planned AS (
     INSERT INTO task (tenant, id, customer_id, customer_name, owner, alert_id, kind, words, day, assignee, follows, repeated,
       series, next_at, created_at, created_by)
     SELECT tenant, begun.id || '-' || step.number, customer_id, customer_name, owner, begun.id, step.kind, line::json, day, assignee, true, false,
       series, step.next_at, raised_at, '${BY_ITSELF}'
     FROM begun JOIN ROWS FROM (
       unnest($32::int[], $33::int[], $34::text[], $35::int[], $36::json[], $37::timestamptz[]), string_to_table($38, E'\\n'))
       AS step (plan, number, kind, day, series, next_at, line) ON step.plan = begun.plan)
   SELECT id FROM raised`,
);

/**
 * Inserts alerts with all that begins with them: the watch over their outcomes, news of the winnable ones, and the tasks of their plays.
 * One statement, whatever their number; returns the ids of those that were not there yet, as of what is there already nothing begins anew.
 */
export async function insertRaised(
  tx: Transaction,
  alerts: readonly NewAlert[],
  calendarOf: CalendarOf,
): Promise<Set<string>> {
  if (alerts.length === 0) return new Set();
  // Two batches that raise the same alerts wait for each other in one order.
  const sorted = [...alerts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = await tx.query<{ id: string }>(INSERT, [
    ...alertColumns(sorted),
    ...outcomeColumns(sorted),
    ...taskColumns(sorted, calendarOf),
  ]);
  return new Set(rows.map(({ id }) => id));
}

function alertColumns(alerts: readonly NewAlert[]): unknown[] {
  const texts = (of: (alert: NewAlert) => string | null | undefined) => textArray(alerts.map(of));
  const write = instantWriter();
  const instants = (of: (alert: NewAlert) => number | null | undefined) =>
    plainArray(alerts.map((alert) => write(of(alert))));
  const rules = [...new Set(alerts.map(({ raisedBy }) => raisedBy))];
  const places = new Map(rules.map((raisedBy, index) => [raisedBy, index + 1]));
  return [
    texts(({ transition }) => transition.tenant),
    texts(({ id }) => id),
    texts(({ transition }) => transition.id),
    texts(({ transition }) => transition.customerId),
    texts(({ owner }) => owner),
    texts(({ rule }) => rule),
    texts(({ severity }) => severity),
    texts(({ transition }) => transition.kind),
    plainArray(alerts.map(({ transition }) => transition.effectiveAt)),
    instants(({ raisedAt }) => raisedAt),
    instants(({ dueAt }) => dueAt),
    instants(({ escalateAt }) => escalateAt),
    instants(({ expiresAt }) => expiresAt),
    instants((alert) => nextStepOf({ ...alert, state: 'open', snoozedUntil: null })?.at),
    texts(({ recipients }) => recipients.join('\n')),
    texts(({ level }) => level),
    texts(({ muted }) => muted),
    plainArray(alerts.map(({ ruleVersion }) => ruleVersion)),
    plainArray(alerts.map(({ repeatSeconds }) => repeatSeconds)),
    instants(({ repeatAt }) => repeatAt),
    plainArray(alerts.map(({ raisedBy }) => places.get(raisedBy))),
    jsonArray(rules),
    alerts.map(({ transition }) => transitionText(transition)).join('\n'),
  ];
}

function outcomeColumns(alerts: readonly NewAlert[]): unknown[] {
  const write = instantWriter();
  const terms = alerts.map(({ transition, raisedAt, raisedBy }) =>
    outcomeTerms(transition, raisedAt, raisedBy.rule.outcome),
  );
  return [
    plainArray(terms.map(({ winnable }) => winnable)),
    plainArray(terms.map(({ winBack }) => winBack)),
    plainArray(terms.map(({ resolves }) => resolves)),
    plainArray(terms.map(({ startsAt }) => write(startsAt))),
    plainArray(terms.map(({ until }) => write(until))),
    textArray(terms.map(({ causeOrder }) => causeOrder)),
  ];
}

function taskColumns(alerts: readonly NewAlert[], calendarOf: CalendarOf): unknown[] {
  const write = instantWriter();
  const { steps, planOf } = planAlertTasks(alerts, calendarOf);
  return [
    textArray(alerts.map(({ transition }) => customerName(transition))),
    plainArray(alerts.map((alert) => planOf.get(alert))),
    plainArray(steps.map(({ plan }) => plan)),
    plainArray(steps.map(({ number }) => number)),
    textArray(steps.map(({ kind }) => kind)),
    plainArray(steps.map(({ day }) => day)),
    jsonArray(steps.map(({ series }) => series)),
    plainArray(steps.map(({ nextAt }) => write(nextAt))),
    steps.map(({ text }) => JSON.stringify(text)).join('\n'),
  ];
}

/** Writes instants, epoch milliseconds: those of a batch are mostly the same few. */
function instantWriter(): (at: number | null | undefined) => string | null {
  const written = new Map<number, string>();
  return (at) => {
    if (at === null || at === undefined) return null;
    let text = written.get(at);
    if (text === undefined) written.set(at, (text = new Date(at).toISOString()));
    return text;
  };
}
