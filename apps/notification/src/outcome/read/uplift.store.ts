import type { Arm } from '@orderweave/domain-notification';
import { statement, type Database } from '@orderweave/postgres';
import type { UpliftGroup } from './report-query.js';
import type { ReportScope } from './report-scope.js';

/** Customers of one group who were alerted or held out; those whose window is still open are only counted. */
export interface StoredArm {
  readonly rule: string | null;
  readonly month: string | null;
  readonly heldOut: boolean;
  readonly waiting: number;
  /** Null where the amounts are in more than one currency, which makes no sum. */
  readonly currency: string | null;
  readonly currencies: number;
  readonly arm: Arm;
}

const GROUPS: Readonly<Record<UpliftGroup, { rule: string; month: string }>> = {
  'rule-month': { rule: 'rule', month: `to_char(raised_at AT TIME ZONE $4, 'YYYY-MM')` },
  rule: { rule: 'rule', month: 'NULL::text' },
  month: { rule: 'NULL::text', month: `to_char(raised_at AT TIME ZONE $4, 'YYYY-MM')` },
};
// The first alert of a customer in a group speaks for the customer, also on which side: a holdout that was widened meanwhile has both.
const armsBy = (group: UpliftGroup) =>
  statement(
    `uplift.${group}`,
    `SELECT rule, month, held_out AS "heldOut", count(*) FILTER (WHERE NOT over)::int AS waiting,
       count(*) FILTER (WHERE over)::int AS customers, count(*) FILTER (WHERE over AND orders > 0)::int AS recovered,
       coalesce(avg(amount) FILTER (WHERE over), 0)::float8 AS "meanAmount",
       coalesce(var_samp(amount) FILTER (WHERE over), 0)::float8 AS "amountVariance",
       min(currency) AS currency, count(DISTINCT currency)::int AS currencies
     FROM (
       SELECT DISTINCT ON (rule, month, holder) * FROM (
         SELECT ${GROUPS[group].rule} AS rule, ${GROUPS[group].month} AS month, holder, alert_id, raised_at, $4::text AS zone,
           muted IS NOT DISTINCT FROM 'holdout' AS held_out, until < $5::timestamptz AS over, orders, amount, currency
         FROM alert_outcome WHERE tenant = $1 AND raised_at >= $2 AND raised_at < $3 AND orders >= 0 AND winnable
       ) alerts ORDER BY rule, month, holder, raised_at, alert_id
     ) firsts GROUP BY rule, month, held_out ORDER BY rule, month, held_out`,
  );
const ARMS: Readonly<Record<UpliftGroup, ReturnType<typeof armsBy>>> = {
  'rule-month': armsBy('rule-month'),
  rule: armsBy('rule'),
  month: armsBy('month'),
};

/** Both arms of each group. */
export async function readArms(
  database: Pick<Database, 'query'>,
  { tenant, period, timeZone, now }: ReportScope,
  by: UpliftGroup,
): Promise<StoredArm[]> {
  const values = [tenant, period.begins, period.ends, timeZone, new Date(now).toISOString()];
  const rows = await database.query<ArmRow>(ARMS[by], values);
  return rows.map(({ rule, month, heldOut, waiting, currency, currencies, ...arm }) => {
    return { rule, month, heldOut, waiting, currency, currencies, arm };
  });
}

type ArmRow = Omit<StoredArm, 'arm'> & Arm & Record<string, unknown>;
