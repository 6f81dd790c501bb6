import type { Day } from '@orderweave/domain-ordering';
import { usableSpend, type GammaGamma, type GammaGammaFit } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const PAGE = statement(
  'cockpit.at-risk',
  `SELECT c.customer_id, c.risk, c.history, coalesce(w.net_amount, 0)::text AS amount, s.x, s.mean
     FROM (SELECT customer_id, risk, history FROM customer
            WHERE tenant = $1 AND risk IN ('at-risk', 'lost') AND customer_id > $2 ORDER BY customer_id LIMIT $3) c
     LEFT JOIN customer_window w ON w.tenant = $1 AND w.customer_id = c.customer_id
     LEFT JOIN LATERAL (
       SELECT count(*)::int - 1 AS x,
              CASE WHEN count(*) > 1 THEN ((sum(d.amount) - (array_agg(d.amount ORDER BY d.placed_on))[1]) / (count(*) - 1))::float8
                   ELSE 0 END AS mean
         FROM (SELECT e.placed_on, sum(e.amount) AS amount FROM ledger_entry e
                WHERE $4 AND e.tenant = $1 AND e.customer_id = c.customer_id AND e.counts AND e.purchase AND e.placed_on <= $5
                GROUP BY e.placed_on) d) s ON true
    ORDER BY c.customer_id`,
);
const SPEND = statement(
  'cockpit.spend',
  `SELECT training->'spend' AS spend FROM gap_model WHERE tenant = $1 AND version = $2 AND training->'unusable' = '[]'`,
);

/** A customer at risk or lost, with the net amount of its trailing 365 days; `x` and `mean` are those of its repeat spend. */
export interface AtRiskRow {
  customer_id: string;
  risk: 'at-risk' | 'lost';
  history: string;
  amount: string;
  x: number;
  mean: number;
}

/** Which customers to read: the next ones by id, with their spend up to a day if that is asked for. */
export interface AtRiskPage {
  readonly tenant: string;
  readonly after: string;
  readonly limit: number;
  readonly withSpend: boolean;
  readonly asOf: Day;
}

/** A page of the customers at risk or lost. */
export function readAtRisk(reader: Reader, page: AtRiskPage): Promise<AtRiskRow[]> {
  const values = [page.tenant, page.after, page.limit, page.withSpend, page.asOf];
  return reader.query<AtRiskRow & Record<string, unknown>>(PAGE, values);
}

/** The model of spend that was trained with a model version; null where either is not usable. */
export async function readSpendModel(reader: Reader, tenant: string, version: number): Promise<GammaGamma | null> {
  const [row] = await reader.query<{ spend: GammaGammaFit | null }>(SPEND, [tenant, version]);
  return usableSpend(row?.spend);
}
