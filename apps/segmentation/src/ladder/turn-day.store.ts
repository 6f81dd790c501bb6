import type { Day, Month } from '@orderweave/domain-ordering';
import { statement, type Transaction } from '@orderweave/postgres';

// One statement: a clock that jumps a year turns 365 days. A day that this database never announced (an old log beside a new
// database) turns nothing.
const TURN = statement(
  'turn-day.turn',
  `INSERT INTO turned_day AS d (tenant, day) SELECT tenant, $2 FROM tenant_clock WHERE tenant = $1 AND target_day >= $2
   ON CONFLICT (tenant) DO UPDATE SET day = excluded.day WHERE d.day < excluded.day
   RETURNING old.day AS turned_before, (SELECT min(month) FROM month_amount WHERE tenant = $1) AS first_month,
             ARRAY(SELECT month FROM month_close WHERE tenant = $1) AS closed,
             EXISTS (SELECT 1 FROM gap_model WHERE tenant = $1) AS has_model`,
);

/** What a tenant's months and models are as a day turns. */
export interface TurnedClock {
  /** The day that it had turned to before; null on the first. */
  turned_before: Day | null;
  /** The first month with a document; null without any. */
  first_month: Month | null;
  closed: Month[];
  has_model: boolean;
}

/** Notes that the ladder has turned to a day; undefined if it had already, or the clock has not come to it. */
export async function turnClock(tx: Transaction, tenant: string, day: Day): Promise<TurnedClock | undefined> {
  const [turned] = await tx.query<TurnedClock & Record<string, unknown>>(TURN, [tenant, day]);
  return turned;
}
