import { Injectable } from '@nestjs/common';
import { formatDay } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { Problem } from '@orderweave/service';
import type { ModelHeadResponse, ModelResponse, ModelsResponse } from './model-responses.js';
import { readModel, readModels, type StoredModel } from './model.store.js';

const NEWEST = 2 ** 31 - 1;

/** Tells by what a tenant's customers have been judged, and how good that was. */
@Injectable()
export class ModelReader {
  constructor(private readonly database: Database) {}

  /** A page of the models, newest first. */
  async list(tenant: string, { cursor = NEWEST, limit }: { cursor?: number; limit: number }): Promise<ModelsResponse> {
    const rows = await readModels(this.database, tenant, { before: Math.min(cursor, NEWEST), limit });
    return { items: rows.map(headOf), next: rows.length === limit ? rows.at(-1)!.version : null };
  }

  /** A model by its version, or the newest as `newest`. Throws a `Problem` (404). */
  async read(tenant: string, named: string): Promise<ModelResponse> {
    const row = await this.find(tenant, named);
    if (!row) {
      const detail = `There is no model ${named}. GET /v1/models lists those that there are, from the first day on that has turned.`;
      throw new Problem({ status: 404, code: 'unknown-model', title: 'Model not known', detail });
    }
    const { training } = row;
    return { ...headOf(row), trainedAsOf: training && formatDay(training.asOf), training };
  }

  private async find(tenant: string, named: string): Promise<StoredModel | undefined> {
    if (named === 'newest') return (await readModels(this.database, tenant, { before: NEWEST, limit: 1 }))[0];
    return /^\d{1,9}$/.test(named) ? readModel(this.database, tenant, Number(named)) : undefined;
  }
}

function headOf({ version, from_day, median_gap, first_day, training }: StoredModel): ModelHeadResponse {
  return {
    version,
    from: formatDay(from_day),
    basis: training && training.unusable.length === 0 ? 'model' : 'fallback',
    typicalGapDays: median_gap,
    firstDay: formatDay(first_day),
    parameters: training?.fit?.parameters ?? null,
    logLikelihood: training?.fit?.logLikelihood ?? null,
    unusable: training?.unusable ?? [],
  };
}
