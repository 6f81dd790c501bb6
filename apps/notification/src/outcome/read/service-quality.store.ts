import { statement, type Database } from '@orderweave/postgres';
import type { ServiceGroup } from './report-query.js';
import type { ServiceFigures } from './report-response.js';
import { HANDLED, scopeValues, TOLD_ALERTS, type ReportScope } from './report-scope.js';

/** The figures of one group; `key` is null for those of all together. */
export interface ServiceGroupFigures {
  readonly key: string | null;
  readonly figures: ServiceFigures;
}

const KEYS: Readonly<Record<ServiceGroup, string>> = {
  person: `coalesce(a.owner, '')`,
  team: `coalesce(p.team, '')`,
};
// Whoever ordered before anybody had to act made it needless, so it speaks neither for nor against.
const qualityBy = (group: ServiceGroup) =>
  statement(
    `service-quality.${group}`,
    `SELECT key, count(*)::int AS alerts, count(seen_at)::int AS acknowledged,
       count(*) FILTER (WHERE seen_at <= due_at)::int AS "withinSla",
       count(*) FILTER (WHERE late)::int AS overdue, count(*) FILTER (WHERE needless)::int AS needless,
       count(*) FILTER (WHERE seen_at IS NULL AND NOT late AND NOT needless)::int AS waiting,
       sum(escalations)::int AS escalations, count(*) FILTER (WHERE escalations > 0)::int AS escalated
     FROM (
       SELECT *, NOT needless AND coalesce(seen_at, $8::timestamptz) > due_at AS late FROM (
         SELECT a.key, a.due_at, h.seen_at, h.escalations,
           h.recovered_at IS NOT NULL AND h.recovered_at <= a.due_at AND (h.seen_at IS NULL OR h.seen_at > a.due_at) AS needless
         FROM (SELECT a.tenant, a.id, a.due_at, ${KEYS[group]} AS key ${TOLD_ALERTS}) a CROSS JOIN LATERAL ${HANDLED} h
       ) handled
     ) told GROUP BY GROUPING SETS ((key), ()) ORDER BY key`,
  );
const QUALITY: Readonly<Record<ServiceGroup, ReturnType<typeof qualityBy>>> = {
  person: qualityBy('person'),
  team: qualityBy('team'),
};

/** How a scope's alerts were seen to, by group, and all together. */
export async function readServiceQuality(
  database: Pick<Database, 'query'>,
  scope: ReportScope,
  by: ServiceGroup,
): Promise<ServiceGroupFigures[]> {
  const values = [...scopeValues(scope), new Date(scope.now).toISOString()];
  const rows = await database.query<ServiceRow>(QUALITY[by], values);
  return rows.map(({ key, ...counts }) => {
    const { withinSla, overdue } = counts;
    const share = withinSla + overdue === 0 ? null : withinSla / (withinSla + overdue);
    return { key, figures: { ...counts, escalations: counts.escalations ?? 0, withinSlaShare: share } };
  });
}

interface ServiceRow extends Record<string, unknown>, Omit<ServiceFigures, 'withinSlaShare'> {
  key: string | null;
}
