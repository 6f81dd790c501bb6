import { Injectable } from '@nestjs/common';
import { formatDay } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import type { Problem } from '@orderweave/service';
import { WordedProblem } from '../problems/worded-problem.js';
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
    if (!row) throw unknownModel(named);
    const { training } = row;
    return { ...headOf(row), trainedAsOf: training && formatDay(training.asOf), training };
  }

  private async find(tenant: string, named: string): Promise<StoredModel | undefined> {
    if (named === 'newest') return (await readModels(this.database, tenant, { before: NEWEST, limit: 1 }))[0];
    return /^\d{1,9}$/.test(named) ? readModel(this.database, tenant, Number(named)) : undefined;
  }
}

function unknownModel(named: string): Problem {
  const fault = { field: 'version', value: named, rule: 'known' };
  return new WordedProblem(
    {
      status: 404,
      code: 'unknown-model',
      title: 'Model not known',
      detail: `There is no model ${named}. GET /v1/models lists those that there are, from the first day on that has turned.`,
      faults: [{ ...fault, remedy: 'give a version that GET /v1/models lists, or "newest"' }],
    },
    {
      title: '没有这个模型',
      detail: `没有模型 ${named}。GET /v1/models 列出已有的模型；租户时钟走过第一天后才有模型。`,
      faults: [{ ...fault, remedy: '请填写 GET /v1/models 列出的版本号，或 "newest"' }],
    },
  );
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
