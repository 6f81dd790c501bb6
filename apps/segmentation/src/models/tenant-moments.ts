import { localDay } from '@orderweave/domain-ordering';
import { initialGapModel, type GapModel } from '@orderweave/domain-segmentation';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import type { TenantMoment } from './tenant-moment.js';

const CLOCKS = statement(
  'moments.clocks',
  `SELECT k.tenant, k.mode, k.now_ms, coalesce(k.day, k.target_day) AS day,
          coalesce((SELECT max(version) FROM gap_model g WHERE g.tenant = k.tenant), 0) AS model
     FROM tenant_clock k WHERE k.tenant = ANY($1::text[])`,
);
const MODELS = statement(
  'moments.models',
  'SELECT version, from_day, median_gap, first_day FROM gap_model WHERE tenant = $1 ORDER BY version',
);

/** One row of `gap_model`. */
interface ModelRow {
  version: number;
  from_day: number;
  median_gap: number;
  first_day: number;
}

/** Reads the moments of tenants. Gap models never change once they are committed, so they are kept. */
export class TenantMoments {
  private readonly models = new Map<string, GapModel[]>();

  constructor(
    private readonly policies: PolicyDirectory,
    private readonly wallNow: () => number,
  ) {}

  /**
   * The moments of the tenants as committed when the statement runs. Call it after locking customers: who then holds a customer
   * cannot judge it by a model older than the one by which the sweeper has judged it already.
   */
  async load(tx: Pick<Transaction, 'query'>, tenants: readonly string[]): Promise<Map<string, TenantMoment>> {
    const rows = await tx.query<{ tenant: string; mode: string; now_ms: string; day: number; model: number }>(CLOCKS, [
      textArray(tenants),
    ]);
    const found = new Map(rows.map((row) => [row.tenant, row]));
    const moments = new Map<string, TenantMoment>();
    for (const tenant of tenants) {
      const policy = this.policies.get(tenant);
      const row = found.get(tenant);
      const now = row?.mode === 'manual' ? Number(row.now_ms) : this.wallNow();
      const day = row?.day ?? localDay(now, policy.timeZone);
      const models = row && row.model > 0 ? await this.modelsOf(tx, tenant, row.model) : [initialGapModel(day)];
      moments.set(tenant, { policy, now, day, models });
    }
    return moments;
  }

  private async modelsOf(tx: Pick<Transaction, 'query'>, tenant: string, version: number): Promise<GapModel[]> {
    const kept = this.models.get(tenant);
    if (kept?.at(-1)?.version === version) return kept;
    const rows = await tx.query<ModelRow>(MODELS, [tenant]);
    const models = rows.map((row) => ({
      version: row.version,
      from: row.from_day,
      tenantMedianGap: row.median_gap,
      tenantFirstDay: row.first_day,
    }));
    this.models.set(tenant, models);
    return models;
  }
}
