import type { Month } from '@orderweave/domain-ordering';
import type { LadderTier, Tier } from '@orderweave/domain-segmentation';
import { statement, textArray, type Transaction } from '@orderweave/postgres';

const AMOUNTS = statement(
  'month-tier.amounts',
  'SELECT customer_id, amount, version FROM month_amount WHERE tenant = $1 AND month = $2',
);
const PUBLISHED = statement(
  'month-tier.published',
  'SELECT customer_id, live_tier FROM month_tier WHERE tenant = $1 AND month = $2 AND live_tier IS NOT NULL',
);
const CLOSED = statement('month-tier.closed', 'SELECT 1 FROM month_close WHERE tenant = $1 AND month = $2');
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
  /** How often this customer's tier of this month changed. */
  readonly changes: number;
  readonly finalTier: Tier | null;
}

/** A month as the ladder takes it up. */
export interface StoredMonth {
  readonly amounts: { customer_id: string; amount: string; version: number }[];
  readonly published: { customer_id: string; live_tier: LadderTier }[];
  readonly closed: boolean;
}

/** What a ladder is rebuilt from. */
export async function readMonth(tx: Transaction, tenant: string, month: Month): Promise<StoredMonth> {
  return {
    amounts: await tx.query(AMOUNTS, [tenant, month]),
    published: await tx.query(PUBLISHED, [tenant, month]),
    closed: (await tx.query(CLOSED, [tenant, month])).length > 0,
  };
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
    return before === published.tier ? [] : [{ ...published, before, changes, finalTier }];
  });
}
