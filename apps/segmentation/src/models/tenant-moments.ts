import { localDay } from '@orderweave/domain-ordering';
import { initialGapModel, type ChurnParameters, type GammaGamma, type GapModel } from '@orderweave/domain-segmentation';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import type { TenantMoment } from './tenant-moment.js';

const CLOCKS = statement(
  'moments.clocks',
  `SELECT t.tenant, k.mode, k.now_ms, coalesce(d.day, k.target_day) AS day,
          coalesce((SELECT max(version) FROM gap_model g WHERE g.tenant = t.tenant), 0) AS model,
          coalesce((SELECT max(id) FROM policy_audit p WHERE p.tenant = t.tenant), 0)::float8 AS revision
     FROM unnest($1::text[]) AS t (tenant)
     LEFT JOIN tenant_clock k ON k.tenant = t.tenant
     LEFT JOIN turned_day d ON d.tenant = t.tenant`,
);
const MODELS = statement(
  'moments.models',
  `SELECT version, from_day, median_gap, first_day,
          CASE WHEN training->'unusable' = '[]' THEN training#>'{fit,parameters}' END AS churn,
          CASE WHEN training#>'{spend,hasMean}' = 'true' THEN training#>'{spend,parameters}' END AS spend
     FROM gap_model WHERE tenant = $1 ORDER BY version`,
);

/** A tenant's clock, null before it was first set, and the newest of its models and policies. */
interface ClockRow {
  tenant: string;
  mode: string | null;
  now_ms: string | null;
  day: number | null;
  model: number;
  revision: number;
}

/** One row of `gap_model`. */
interface ModelRow {
  version: number;
  from_day: number;
  median_gap: number;
  first_day: number;
  /** Null where there is no usable model of purchases. */
  churn: ChurnParameters | null;
  /** Null where nobody can be told what is spent. */
  spend: GammaGamma | null;
}

/** Reads the moments of tenants. By what a model judges never changes once it is committed, so models are kept. */
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
    const moments = new Map<string, TenantMoment>();
    for (const row of await tx.query<ClockRow & Record<string, unknown>>(CLOCKS, [textArray(tenants)])) {
      const { tenant, model, revision } = row;
      const policies = await this.policies.timeline(tx, tenant, revision);
      const now = row.mode === 'manual' ? Number(row.now_ms) : this.wallNow();
      const day = row.day ?? localDay(now, this.policies.get(tenant).timeZone);
      const models = model > 0 ? await this.modelsOf(tx, tenant, model) : [initialGapModel(day)];
      moments.set(tenant, { policy: policies.at(day), policies, now, day, models });
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
      ...(row.churn && { churn: { ...row.churn, version: row.version } }),
      ...(row.spend && { spend: row.spend }),
    }));
    this.models.set(tenant, models);
    return models;
  }
}
