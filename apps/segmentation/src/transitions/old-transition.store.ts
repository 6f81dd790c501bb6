import type { Transition } from '@orderweave/contracts';
import { statement, type Transaction } from '@orderweave/postgres';

// The last one of a kind of a customer says what holds until today, however long ago it began.
const DROP = statement(
  'transition.drop-old',
  `WITH old AS MATERIALIZED (
     SELECT effective_at, id, customer_id FROM transition
      WHERE tenant = $1 AND kind = $2 AND (effective_at, id) > ($3::timestamptz, $4) AND effective_at < $5::timestamptz
      ORDER BY effective_at, id LIMIT $6),
   gone AS (
     DELETE FROM transition t USING old o
      WHERE t.tenant = $1 AND t.kind = $2 AND t.effective_at = o.effective_at AND t.id = o.id
        AND EXISTS (SELECT FROM transition n
                     WHERE n.tenant = $1 AND n.kind = $2 AND n.customer_id = o.customer_id
                       AND (n.effective_at, n.id) > (o.effective_at, o.id))
     RETURNING 1)
   SELECT (SELECT count(*)::int FROM gone) AS gone, (SELECT count(*)::int FROM old) AS seen, o.effective_at, o.id
     FROM old o ORDER BY o.effective_at DESC, o.id DESC LIMIT 1`,
);

/** Where a page of old transitions ends: when the last one became true, ISO 8601, and its id. */
export type TransitionPlace = readonly [effectiveAt: string, id: string];

/** Before all transitions. */
export const OLDEST: TransitionPlace = ['-infinity', ''];

/** Which transitions may go: those of a kind after a place and before an instant, ISO 8601. */
export interface OldTransitions {
  readonly tenant: string;
  readonly kind: Transition['kind'];
  readonly after: TransitionPlace;
  readonly before: string;
  readonly limit: number;
}

/** Drops a page of old transitions but for the last of each customer; returns how many went and where the next page begins, null at the end. */
export async function dropOldTransitions(
  tx: Pick<Transaction, 'query'>,
  { tenant, kind, after, before, limit }: OldTransitions,
): Promise<{ gone: number; last: TransitionPlace | null }> {
  const values = [tenant, kind, ...after, before, limit];
  const [row] = await tx.query<{ gone: number; seen: number; effective_at: Date; id: string }>(DROP, values);
  if (!row) return { gone: 0, last: null };
  return { gone: row.gone, last: row.seen < limit ? null : [row.effective_at.toISOString(), row.id] };
}
