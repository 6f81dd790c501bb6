import type { Month } from '@orderweave/domain-ordering';
import type { LadderTier, Tier } from '@orderweave/domain-segmentation';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { readPages } from '../pieces/read-pages.js';

const PAGE = 5_000;
const MONTH = statement(
  'month-tier.month',
  `SELECT coalesce(a.customer_id, t.customer_id) AS customer_id, a.amount, a.version, t.live_tier
     FROM (SELECT customer_id, amount, version FROM month_amount WHERE tenant = $1 AND month = $2) a
     FULL JOIN (SELECT customer_id, live_tier FROM month_tier WHERE tenant = $1 AND month = $2 AND live_tier IS NOT NULL) t
       ON t.customer_id = a.customer_id`,
);
// What is told is the difference to what was told before, as it is stored: whoever computes it, whenever.
const SAVE = statement(
  'month-tier.save',
  `MERGE INTO month_tier AS t
   USING unnest($1::text[], $2::text[], $3::text[], $4::text[])
      WITH ORDINALITY AS n (tenant, month, customer_id, live_tier, ordinal)
      ON t.tenant = n.tenant AND t.month = n.month AND t.customer_id = n.customer_id
    WHEN MATCHED AND t.live_tier IS DISTINCT FROM n.live_tier
    THEN UPDATE SET live_tier = n.live_tier, changes = t.changes + 1
    WHEN NOT MATCHED
    THEN INSERT (tenant, month, customer_id, live_tier, changes) VALUES (n.tenant, n.month, n.customer_id, n.live_tier, 1)
   RETURNING n.ordinal::int, old.live_tier AS before, new.changes, new.final_tier`,
);

/** A tier that is to be published. */
export interface TierToPublish {
  readonly tenant: string;
  readonly month: Month;
  readonly customerId: string;
  readonly tier: LadderTier | null;
}

/** A published tier that differs from the one before. */
export interface PublishedTier extends TierToPublish {
  readonly before: LadderTier | null;
  /** Its place among those given, from 1. */
  readonly ordinal: number;
  /** How often this customer's tier of this month changed. */
  readonly changes: number;
  readonly finalTier: Tier | null;
}

/** A customer of a month as the ladder takes it up: without an amount, or without a published tier, never without both. */
export interface StoredPlace {
  readonly customer_id: string;
  readonly amount: string | null;
  readonly version: number | null;
  readonly live_tier: LadderTier | null;
}

/** What a ladder is rebuilt from; some at a time. */
export function readMonth(tx: Transaction, tenant: string, month: Month): AsyncGenerator<StoredPlace[], undefined> {
  return readPages(tx, MONTH, [tenant, month], PAGE);
}

/** Writes the tiers that differ from the published ones, and returns those; a customer and month at most once. */
export async function publishTiers(tx: Transaction, tiers: readonly TierToPublish[]): Promise<PublishedTier[]> {
  if (tiers.length === 0) return [];
  const rows = await tx.query<{ ordinal: number; before: LadderTier | null; changes: number; final_tier: Tier | null }>(
    SAVE,
    [
      textArray(tiers.map(({ tenant }) => tenant)),
      textArray(tiers.map(({ month }) => month)),
      textArray(tiers.map(({ customerId }) => customerId)),
      textArray(tiers.map(({ tier }) => tier)),
    ],
  );
  return rows.flatMap(({ ordinal, before, changes, final_tier: finalTier }) => {
    const published = tiers[ordinal - 1]!;
    return before === published.tier ? [] : [{ ...published, ordinal, before, changes, finalTier }];
  });
}
