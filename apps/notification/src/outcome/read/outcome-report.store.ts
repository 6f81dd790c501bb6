import type { Wording } from '@orderweave/domain-notification';
import { formatAmount, parseAmount } from '@orderweave/domain-ordering';
import { statement, type Database } from '@orderweave/postgres';
import type { AmountView, OutcomeFigures } from './report-response.js';
import type { ReportGroup } from './report-query.js';
import { HANDLED, HOURS_UNTIL, scopeValues, TOLD_ALERTS, type ReportScope } from './report-scope.js';

/** The figures of one group; `key` is null for those of all together. */
export interface OutcomeGroup {
  readonly key: string | null;
  /** A rule's name as its last alert has it. */
  readonly words: Wording | null;
  readonly figures: OutcomeFigures;
}

/** Every statement has them all, so that all have the same parameters: the zone as $8, the moment as $9. */
const KEYS: Readonly<Record<ReportGroup, string>> = {
  rule: 'a.rule',
  person: `coalesce(a.owner, '')`,
  team: `coalesce(p.team, '')`,
  month: `to_char(a.raised_at AT TIME ZONE $8, 'YYYY-MM')`,
  kind: 'a.kind',
};
const WORDS = (group: ReportGroup) => (group === 'rule' ? `a.raised_by->'rule'->'name'` : 'NULL::json');
const SPREAD = (hours: string) => `percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${hours})`;
const figuresBy = (group: ReportGroup) =>
  statement(
    `outcome-report.${group}`,
    `SELECT key, count(*)::int AS alerts, count(seen_at)::int AS acknowledged, count(contact_at)::int AS contacted,
       count(*) FILTER (WHERE winnable)::int AS winnable, count(*) FILTER (WHERE orders > 0)::int AS recovered,
       count(*) FILTER (WHERE win_back)::int AS "winBack", count(*) FILTER (WHERE win_back AND over)::int AS "winBackOver",
       count(*) FILTER (WHERE win_back AND over AND orders > 0)::int AS "winBackRecovered",
       (array_agg(words ORDER BY raised_at DESC))[1] AS words,
       ${SPREAD('until_seen')} AS "untilSeen", ${SPREAD('until_contact')} AS "untilContact"
     FROM (
       SELECT a.*, h.*, o.winnable, o.win_back, o.orders, o.until < $9::timestamptz AS over,
         ${HOURS_UNTIL('h.seen_at')} AS until_seen, ${HOURS_UNTIL('h.contact_at')} AS until_contact
       FROM (SELECT a.tenant, a.id, a.raised_at, ${KEYS[group]} AS key, ${WORDS(group)} AS words, $8::text AS zone
         ${TOLD_ALERTS}) a
       LEFT JOIN alert_outcome o ON o.tenant = a.tenant AND o.alert_id = a.id
       CROSS JOIN LATERAL ${HANDLED} h
     ) told GROUP BY GROUPING SETS ((key), ()) ORDER BY key`,
  );
const amountsBy = (group: ReportGroup) =>
  statement(
    `outcome-report.amounts-${group}`,
    `SELECT key, currency, sum(credited_orders)::int AS orders, sum(credited_amount)::text AS amount
     FROM (SELECT a.tenant, a.id, ${KEYS[group]} AS key, $8::text AS zone ${TOLD_ALERTS}) a
     JOIN alert_outcome o ON o.tenant = a.tenant AND o.alert_id = a.id AND o.credited_orders > 0
     GROUP BY GROUPING SETS ((key, currency), (currency)) ORDER BY currency`,
  );
const each = <T>(make: (group: ReportGroup) => T): Record<ReportGroup, T> => ({
  ...{ rule: make('rule'), person: make('person'), team: make('team'), month: make('month'), kind: make('kind') },
});
const FIGURES = each(figuresBy);
const AMOUNTS = each(amountsBy);

/** The outcome of a scope's alerts by group, and that of all together. */
export async function readOutcomeReport(
  database: Pick<Database, 'query'>,
  scope: ReportScope,
  by: ReportGroup,
): Promise<OutcomeGroup[]> {
  const values = [...scopeValues(scope), scope.timeZone];
  const now = new Date(scope.now).toISOString();
  const [rows, sums] = await Promise.all([
    database.query<FigureRow>(FIGURES[by], [...values, now]),
    database.query<AmountRow>(AMOUNTS[by], values),
  ]);
  const amounts = new Map<string | null, AmountView[]>();
  for (const { key, currency, orders, amount } of sums) {
    const plain = { currency, orders, amount: formatAmount(parseAmount(amount)) };
    amounts.set(key, [...(amounts.get(key) ?? []), plain]);
  }
  return rows.map((row) => ({ key: row.key, words: row.words, figures: figuresOf(row, amounts.get(row.key) ?? []) }));
}

interface FigureRow extends Record<string, unknown> {
  key: string | null;
  words: Wording | null;
  alerts: number;
  acknowledged: number;
  contacted: number;
  winnable: number;
  recovered: number;
  winBack: number;
  winBackOver: number;
  winBackRecovered: number;
  untilSeen: [number, number] | null;
  untilContact: [number, number] | null;
}

interface AmountRow extends Record<string, unknown> {
  key: string | null;
  currency: string;
  orders: number;
  amount: string;
}

function figuresOf(row: FigureRow, amounts: AmountView[]): OutcomeFigures {
  const { alerts, acknowledged, contacted, winnable, recovered, winBack, winBackOver, winBackRecovered } = row;
  return {
    ...{ alerts, acknowledged, contacted, winnable, recovered, amounts },
    winBack: {
      ...{ alerts: winBack, over: winBackOver, recovered: winBackRecovered },
      rate: winBackOver === 0 ? null : winBackRecovered / winBackOver,
    },
    hoursToAcknowledge: spreadOf(row.untilSeen),
    hoursToContact: spreadOf(row.untilContact),
  };
}

function spreadOf(found: readonly [number, number] | null) {
  return { p50: found?.[0] ?? null, p90: found?.[1] ?? null };
}
