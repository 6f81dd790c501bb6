import { statement, type Transaction } from '@orderweave/postgres';
import type { ModelTraining } from './model-training.js';

const COLUMNS = 'version, from_day, median_gap, first_day, training';
const PAGE = statement(
  'model.page',
  `SELECT ${COLUMNS} FROM gap_model WHERE tenant = $1 AND version < $2 ORDER BY version DESC LIMIT $3`,
);
const ONE = statement('model.one', `SELECT ${COLUMNS} FROM gap_model WHERE tenant = $1 AND version = $2`);

/** A model of a tenant. `training` is null for one that was made before models of purchases were. */
export interface StoredModel {
  version: number;
  from_day: number;
  median_gap: number;
  first_day: number;
  training: ModelTraining | null;
}

/** The models before a version, newest first. */
export function readModels(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  { before, limit }: { before: number; limit: number },
): Promise<StoredModel[]> {
  return reader.query<StoredModel & Record<string, unknown>>(PAGE, [tenant, before, limit]);
}

/** A model by its version. */
export async function readModel(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  version: number,
): Promise<StoredModel | undefined> {
  const [row] = await reader.query<StoredModel & Record<string, unknown>>(ONE, [tenant, version]);
  return row;
}
