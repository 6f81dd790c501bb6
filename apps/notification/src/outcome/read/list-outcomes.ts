import { customerName, type Locale } from '@orderweave/domain-notification';
import { formatAmount, parseAmount } from '@orderweave/domain-ordering';
import { statement, type Database } from '@orderweave/postgres';
import type { AlertRow } from '../../alerts/alert-row.js';
import { SEEN_BY } from '../../alerts/alert-row.js';
import type { OutcomeItem } from './outcome-response.js';
import type { OutcomeSelection } from './outcome-query.js';
import type { Period } from './read-period.js';

/** Which outcomes of a tenant. */
export interface OutcomeFilter extends Pick<OutcomeSelection, 'rule' | 'owner' | 'customer' | 'outcome' | 'heldOut'> {
  readonly tenant: string;
  readonly period: Period;
  /** Only alerts that concern this person, and none of customers who are held out. */
  readonly person?: string | undefined;
  /** What the tenant's clock shows, epoch milliseconds. */
  readonly now: number;
}

/** The last row of the page before: its `raisedAt` (ISO 8601) and alert. */
export type OutcomePosition = readonly [raisedAt: string, alertId: string];

const STATE = `CASE WHEN NOT o.winnable THEN 'none' WHEN o.orders > 0 THEN 'recovered'
  WHEN o.until >= $4 THEN 'waiting' ELSE 'not-recovered' END`;
const LIST = statement(
  'alert-outcome.list',
  `SELECT o.alert_id AS "alertId", o.rule, alert.raised_by->'rule'->'name'->>$5 AS "ruleName", o.kind, o.holder AS "customerId",
     alert.transition, alert.owner, o.raised_at AS "raisedAt", alert.state, o.muted, ${STATE} AS outcome,
     o.starts_at AS "startsAt", o.until, o.orders, o.amount::text, o.currency, o.first_order AS "firstOrder",
     o.first_at AS "firstAt", o.first_amount::text AS "firstAmount", o.credited_orders AS "creditedOrders",
     o.credited_amount::text AS "creditedAmount"
   FROM alert_outcome o JOIN alert ON alert.tenant = o.tenant AND alert.id = o.alert_id
   WHERE o.tenant = $1 AND o.raised_at >= $2 AND o.raised_at < $3 AND o.orders >= 0 AND (o.muted IS NOT DISTINCT FROM 'holdout') = $6
     AND ($7::text IS NULL OR o.rule = $7) AND ($8::text IS NULL OR alert.owner = $8)
     AND ($9::text IS NULL OR o.holder = $9 OR o.customer_id = $9) AND ($10::text IS NULL OR ${STATE} = $10)
     AND ($11::text IS NULL OR ${SEEN_BY('$11')})
     AND ($12::timestamptz IS NULL OR (o.raised_at, o.alert_id) < ($12, $13::text))
   ORDER BY o.raised_at DESC, o.alert_id DESC LIMIT $14`,
);

/** A page of outcomes, those of the newest alerts first. */
export async function listOutcomes(
  database: Pick<Database, 'query'>,
  filter: OutcomeFilter,
  { locale, limit }: { locale: Locale; limit: number },
  after?: OutcomePosition,
): Promise<OutcomeItem[]> {
  const { tenant, period, now, heldOut, rule, owner, customer, outcome, person } = filter;
  const rows = await database.query<Row>(LIST, [
    ...[tenant, period.begins, period.ends, new Date(now).toISOString(), locale, heldOut && person === undefined],
    ...[rule ?? null, owner ?? null, customer ?? null, outcome ?? null, person ?? null],
    ...[after?.[0] ?? null, after?.[1] ?? null, limit],
  ]);
  return rows.map(present);
}

interface Row extends Record<string, unknown>, Omit<OutcomeItem, 'raisedAt' | 'ruleName' | 'first'> {
  ruleName: string | null;
  transition: AlertRow['transition'];
  raisedAt: Date;
  startsAt: Date;
  until: Date;
  firstOrder: string | null;
  firstAt: Date | null;
  firstAmount: string | null;
}

function present(row: Row): OutcomeItem {
  const { alertId, rule, kind, customerId, owner, state, muted, outcome, orders, currency, creditedOrders } = row;
  const { firstOrder, firstAt, firstAmount } = row;
  return {
    ...{ alertId, rule, ruleName: row.ruleName ?? rule, kind, customerId, customerName: customerName(row.transition) },
    ...{ owner, raisedAt: row.raisedAt.toISOString(), state, muted, outcome },
    ...{ windowStartsAt: row.startsAt.toISOString(), windowEndsAt: row.until.toISOString() },
    ...{ orders, amount: plain(row.amount), currency },
    first:
      firstOrder && firstAt && firstAmount
        ? { order: firstOrder, placedAt: firstAt.toISOString(), amount: plain(firstAmount) }
        : null,
    ...{ creditedOrders, creditedAmount: plain(row.creditedAmount) },
  };
}

function plain(numeric: string): string {
  return formatAmount(parseAmount(numeric));
}
