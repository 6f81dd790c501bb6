import type { FeedbackKind } from '@orderweave/contracts';
import { customerSatisfaction, meanScore, netPromoterScore, type ScoreCounts } from '@orderweave/domain-network';
import { addMonths, formatDay, monthBounds, type Month } from '@orderweave/domain-ordering';
import { statement, type Database } from '@orderweave/postgres';
import { Problem, type CallerIdentity } from '@orderweave/service';
import { seenBy, SEEN_FEEDBACK } from './feedback-lists.js';
import type { FeedbackScoresQuery } from './feedback-query.js';
import type { MonthScores } from './feedback-view.js';

const MOST_MONTHS = 60;
const NEWEST = statement(
  'feedback.newest',
  `SELECT to_char(given_on, 'YYYY-MM') AS month FROM feedback WHERE tenant = $1 AND version > 0 ORDER BY given_at DESC LIMIT 1`,
);
// No time zone is further than 14 hours from UTC: the index goes by instants, the days decide.
const COUNT = statement(
  'feedback.count-scores',
  `SELECT to_char(f.given_on, 'YYYY-MM') AS month, f.kind, f.score, count(*)::int AS times FROM feedback f
    WHERE ${SEEN_FEEDBACK} AND f.given_at >= $4::date - interval '2 days' AND f.given_at < $5::date + interval '3 days'
      AND f.given_on BETWEEN $4::date AND $5::date
    GROUP BY 1, 2, 3`,
);

interface CountRow extends Record<string, unknown> {
  readonly month: Month;
  readonly kind: FeedbackKind;
  readonly score: number | null;
  readonly times: number;
}

/** NPS, CSAT, stars and complaints of months; a `Problem` (400) for more than 60 months or none. */
export async function readFeedbackScores(
  database: Database,
  caller: CallerIdentity,
  query: FeedbackScoresQuery,
): Promise<MonthScores[]> {
  const last = query.to ?? (await newestMonth(database, caller.tenant)) ?? query.from;
  if (last === undefined) return [];
  const first = query.from ?? addMonths(last, -11);
  const months = monthsBetween(first, last);
  const [from, to] = [monthBounds(first).first, monthBounds(last).last].map(formatDay);
  const rows = await database.query<CountRow>(COUNT, [...seenBy(caller), from, to]);
  return months.map((month) => {
    const own = rows.filter((row) => row.month === month);
    return {
      month,
      nps: netPromoterScore(countsOf(own, 'nps')),
      csat: customerSatisfaction(countsOf(own, 'csat')),
      review: meanScore(countsOf(own, 'review')),
      complaints: own.reduce((sum, { kind, times }) => sum + (kind === 'complaint' ? times : 0), 0),
    };
  });
}

async function newestMonth(database: Database, tenant: string): Promise<Month | undefined> {
  return (await database.query<{ month: Month }>(NEWEST, [tenant]))[0]?.month;
}

function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last && months.length <= MOST_MONTHS; month = addMonths(month, 1))
    months.push(month);
  if (months.length > 0 && months.length <= MOST_MONTHS) return months;
  throw new Problem({
    status: 400,
    code: 'invalid-request',
    title: 'The request has faults',
    faults: [
      {
        field: '/from',
        value: first,
        rule: 'range',
        remedy: `give up to ${MOST_MONTHS} months, the first not after the last`,
      },
    ],
  });
}

/** Answers without a score, such as reviews that have words alone, are in no figure. */
function countsOf(rows: readonly CountRow[], wanted: FeedbackKind): ScoreCounts {
  return new Map(
    rows.flatMap(({ kind, score, times }): [number, number][] =>
      kind === wanted && score !== null ? [[score, times]] : [],
    ),
  );
}
