import { monthOf, parseAmount, type Amount, type Day, type Month } from '@orderweave/domain-ordering';
import { modelAt, usableSpend, type GammaGamma, type GammaGammaFit, type Tier } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';
import { rankingValues } from '../ladder/ranking.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import { readLiveTiers } from '../read-api/month-tiers.store.js';

type Reader = Pick<Transaction, 'query'>;

// A score is 5 − ⌊5 × strictly better / n⌋, so that a score of 6 − j or more has who is not below the ⌈jn/5⌉th best.
const placed = (measure: string, column: string) => `
  (SELECT '${measure}' AS measure, array_agg(value ORDER BY place) AS least
     FROM (SELECT ${column}::text AS value, row_number() OVER (ORDER BY ${column} DESC) AS place, count(*) OVER () AS n
             FROM customer_window WHERE tenant = $1 AND purchase_days > 0) p
    CROSS JOIN generate_series(1, 4) AS j WHERE place = (j * n + 4) / 5)`;
const SCORES = statement(
  'measures.scores',
  [placed('r', 'last_purchase_on'), placed('f', 'purchase_days'), placed('m', 'net_amount')].join(' UNION ALL '),
);
const SPEND = statement(
  'measures.spend',
  `SELECT training->'spend' AS spend FROM gap_model WHERE tenant = $1 AND version = $2`,
);

/** By what all customers of a tenant are compared with each other and foretold: small, however many they are. */
export interface Yardsticks {
  readonly month: Month;
  readonly closed: Month;
  /** The least amount of each tier of the month that has customers. */
  readonly tiers: ReadonlyMap<Tier, Amount>;
  /** The least measures for scores of 5, 4, 3 and 2, by place; empty where nobody is scored. */
  readonly recency: readonly Day[];
  readonly frequency: readonly number[];
  readonly monetary: readonly Amount[];
  /** The model of spend, where it is to be used. */
  readonly spend: GammaGamma | null;
}

/** The yardsticks of a tenant at a moment of its clock: one look at everybody's figures. */
export async function readYardsticks(reader: Reader, moment: TenantMoment): Promise<Yardsticks> {
  const { policy, policies, day, models } = moment;
  const month = monthOf(day);
  const tiers = await readLiveTiers(reader, policy.tenant, month, rankingValues(policies.forMonth(month, day).tiers));
  const scores = new Map(
    (await reader.query<{ measure: string; least: string[] | null }>(SCORES, [policy.tenant])).map((row) => [
      row.measure,
      row.least ?? [],
    ]),
  );
  const [model] = await reader.query<{ spend: GammaGammaFit | null }>(SPEND, [
    policy.tenant,
    modelAt(models, day).version,
  ]);
  return {
    month,
    closed: policies.lastClosedMonth(day),
    tiers: new Map(tiers.map(({ tier, lowest }) => [tier, parseAmount(lowest ?? '0')])),
    recency: scores.get('r')!.map(Number),
    frequency: scores.get('f')!.map(Number),
    monetary: scores.get('m')!.map((amount) => parseAmount(amount)),
    spend: usableSpend(model?.spend),
  };
}
