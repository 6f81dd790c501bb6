import type { RfmScore } from '@orderweave/domain-segmentation';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { WindowStanding } from './window-ladders.js';

// What is told is the difference to what was told before, as it is stored: whoever computes it, whenever.
const PUBLISH = statement(
  'window.publish',
  `MERGE INTO customer_window AS w
   USING unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::smallint[], $7::smallint[])
      AS n (customer_id, value_band, rfm_group, r, f, m)
      ON w.tenant = $1 AND w.customer_id = n.customer_id
    WHEN MATCHED AND (w.value_band IS DISTINCT FROM n.value_band OR w.rfm_group IS DISTINCT FROM n.rfm_group)
    THEN UPDATE SET value_band = n.value_band, rfm_group = n.rfm_group, r = n.r, f = n.f, m = n.m, changes = w.changes + 1
   RETURNING new.customer_id, old.value_band AS band_before, new.value_band AS band_after, old.rfm_group AS group_before,
             new.rfm_group AS group_after, old.r AS r_before, old.f AS f_before, old.m AS m_before,
             new.r, new.f, new.m, new.changes, new.net_amount, new.purchase_days, new.recent_purchase_days, new.last_purchase_on`,
);

/** A published standing that differs from the one before; scores are those of the publications, null without a group. */
export interface PublishedStanding {
  customer_id: string;
  band_before: string | null;
  band_after: string | null;
  group_before: string | null;
  group_after: string | null;
  r_before: RfmScore | null;
  f_before: RfmScore | null;
  m_before: RfmScore | null;
  r: RfmScore | null;
  f: RfmScore | null;
  m: RfmScore | null;
  /** How often this customer's standing changed. */
  changes: number;
  net_amount: string;
  purchase_days: number;
  recent_purchase_days: number;
  last_purchase_on: number | null;
}

/** Writes the bands and groups that differ from the published ones, and returns those customers. */
export async function publishStandings(
  tx: Transaction,
  tenant: string,
  standings: readonly WindowStanding[],
): Promise<PublishedStanding[]> {
  if (standings.length === 0) return [];
  return tx.query<PublishedStanding & Record<string, unknown>>(PUBLISH, [
    tenant,
    textArray(standings.map(({ customerId }) => customerId)),
    textArray(standings.map(({ band }) => band)),
    textArray(standings.map(({ group }) => group)),
    plainArray(standings.map(({ scores }) => scores?.r)),
    plainArray(standings.map(({ scores }) => scores?.f)),
    plainArray(standings.map(({ scores }) => scores?.m)),
  ]);
}
