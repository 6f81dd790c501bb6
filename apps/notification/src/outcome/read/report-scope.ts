import type { SalesTeam } from '@orderweave/domain-notification';
import { textArray } from '@orderweave/postgres';
import type { Period } from './read-period.js';

/** Which alerts a report is about. */
export interface ReportScope {
  readonly tenant: string;
  readonly period: Period;
  readonly timeZone: string;
  /** What the tenant's clock shows, epoch milliseconds. */
  readonly now: number;
  /** Only alerts of customers whom this person owns, and of this team's people. */
  readonly person?: string | undefined;
  readonly team?: string | undefined;
  /** Who is in which team today. */
  readonly salesTeam: SalesTeam;
}

/** Alerts of the scope (`a`) that told somebody, and the team of their customer's owner (`p`): parameters $1 to $7. */
export const TOLD_ALERTS = `FROM alert a LEFT JOIN unnest($6::text[], $7::text[]) AS p (name, team) ON p.name = a.owner
  WHERE a.tenant = $1 AND a.raised_at >= $2 AND a.raised_at < $3 AND a.muted IS NULL
    AND ($4::text IS NULL OR a.owner = $4) AND ($5::text IS NULL OR p.team = $5)`;

/** The values of $1 to $7. */
export function scopeValues({ tenant, period, person, team, salesTeam }: ReportScope): unknown[] {
  const members = salesTeam.people.filter((one) => one.team !== undefined);
  return [
    ...[tenant, period.begins, period.ends, person ?? null, team ?? null],
    textArray(members.map(({ name }) => name)),
    textArray(members.map((one) => one.team)),
  ];
}

/**
 * When somebody saw to an alert (`a`), when somebody first got in touch with the customer as far as that is recorded (the same, or a
 * task that was done), when an order settled it, and how often it went up; to be joined LATERAL. What the service did by itself
 * is nobody's merit.
 */
export const HANDLED = `(
  SELECT seen_at, LEAST(seen_at, done_at) AS contact_at, recovered_at, escalations FROM (
    SELECT min(at) FILTER (WHERE actor <> 'orderweave' AND state IN ('acknowledged', 'resolved')) AS seen_at,
      min(at) FILTER (WHERE action = 'recover') AS recovered_at,
      count(*) FILTER (WHERE action = 'escalate')::int AS escalations
    FROM alert_event e WHERE e.tenant = a.tenant AND e.alert_id = a.id) events,
    (SELECT min(settled_at) AS done_at FROM task t WHERE t.tenant = a.tenant AND t.alert_id = a.id AND t.state = 'done') tasks
)`;

/** Hours from when an alert (`a`) was raised. */
export const HOURS_UNTIL = (moment: string) => `(extract(epoch FROM ${moment} - a.raised_at) / 3600)::float8`;
