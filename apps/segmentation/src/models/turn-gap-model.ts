import type { Day } from '@orderweave/domain-ordering';
import { initialGapModel, MINIMUM_HISTORY, type ErlangOrder } from '@orderweave/domain-segmentation';
import { statement, wideStatement, type Transaction } from '@orderweave/postgres';
import { aside } from '../aside/aside.js';
import { beginModelPass } from './model-pass.store.js';
import { trainModels, type ModelTraining } from './model-training.js';
import { readTrainingInput } from './training-input.store.js';

const LAST = statement(
  'gap-model.last',
  `SELECT version, median_gap, first_day,
          CASE WHEN training->'unusable' = '[]' THEN (training#>>'{fit,parameters,k}')::int END AS k
     FROM gap_model WHERE tenant = $1 ORDER BY version DESC LIMIT 1`,
);
const MEASURE = wideStatement(
  `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY median_gap) AS median_gap, min(known_since) AS first_day
     FROM customer WHERE tenant = $1`,
);
const SAVE = statement(
  'gap-model.save',
  'INSERT INTO gap_model (tenant, version, from_day, median_gap, first_day, training) VALUES ($1, $2, $3, $4, $5, $6)',
);
const KEEP = statement('gap-model.keep', 'UPDATE gap_model SET training = $3 WHERE tenant = $1 AND version = $2');

interface LastModel {
  version: number;
  median_gap: number;
  first_day: number;
  /** Of the model of purchases in use; null where the fallback judges. */
  k: ErlangOrder | null;
}

/**
 * What the tenant's customers do on the whole, as of the end of the day before: the median of customers' own median gaps, and the models of
 * purchases and spend. It makes a version where that judges anybody otherwise than the last one. In the transaction that turns the day, so
 * that each day is judged by the models of that day, whether a clock goes by days or jumps months.
 */
export async function turnGapModel(tx: Transaction, tenant: string, day: Day): Promise<void> {
  const [last] = await tx.query<LastModel & Record<string, unknown>>(LAST, [tenant]);
  const [measured] = await tx.query<{ median_gap: number | null; first_day: number | null }>(MEASURE, [tenant]);
  const firstDay = Math.min(measured?.first_day ?? day, day);
  const gap = measured?.median_gap ?? initialGapModel(firstDay).tenantMedianGap;
  const training = await train(tx, tenant, { asOf: day - 1, firstDay, kInUse: last?.k ?? null });
  const judges = training.unusable.length === 0 || last?.k != null;
  if (last && !judges && last.median_gap === gap && last.first_day === firstDay) {
    await tx.execute(KEEP, [tenant, last.version, JSON.stringify(training)]);
    return;
  }
  await tx.execute(SAVE, [tenant, (last?.version ?? 0) + 1, day, gap, firstDay, JSON.stringify(training)]);
  await beginModelPass(tx, tenant);
}

async function train(
  tx: Transaction,
  tenant: string,
  given: { asOf: Day; firstDay: Day; kInUse: ErlangOrder | null },
): Promise<ModelTraining> {
  const input = { ...given, ...(await readTrainingInput(tx, tenant, given.asOf)) };
  const young = given.asOf - given.firstDay + 1 < MINIMUM_HISTORY;
  return young ? trainModels({ ...input, spends: [] }) : aside('trainModels', input);
}
