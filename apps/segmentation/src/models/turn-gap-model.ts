import type { Day } from '@orderweave/domain-ordering';
import { initialGapModel } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';
import { beginModelPass } from './model-pass.store.js';

const LAST = statement(
  'gap-model.last',
  'SELECT version, median_gap, first_day FROM gap_model WHERE tenant = $1 ORDER BY version DESC LIMIT 1',
);
const MEASURE = statement(
  'gap-model.measure',
  `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY median_gap) AS median_gap, min(known_since) AS first_day
     FROM customer WHERE tenant = $1`,
);
const SAVE = statement(
  'gap-model.save',
  'INSERT INTO gap_model (tenant, version, from_day, median_gap, first_day) VALUES ($1, $2, $3, $4, $5)',
);

/** The tenant's median of customers' own median gaps as of a day. It makes a version only where something differs from the last. */
export async function turnGapModel(tx: Transaction, tenant: string, day: Day): Promise<void> {
  const [last] = await tx.query<{ version: number; median_gap: number; first_day: number }>(LAST, [tenant]);
  const [measured] = await tx.query<{ median_gap: number | null; first_day: number | null }>(MEASURE, [tenant]);
  const firstDay = Math.min(measured?.first_day ?? day, day);
  const gap = measured?.median_gap ?? initialGapModel(firstDay).tenantMedianGap;
  if (last && last.median_gap === gap && last.first_day === firstDay) return;
  await tx.execute(SAVE, [tenant, (last?.version ?? 0) + 1, day, gap, firstDay]);
  await beginModelPass(tx, tenant);
}
