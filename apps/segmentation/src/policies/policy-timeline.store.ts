import type { Day } from '@orderweave/domain-ordering';
import { statement, type Transaction } from '@orderweave/postgres';

// One statement, so that revision, day and activations are of one moment.
const READ = statement(
  'policy-timeline.read',
  `SELECT coalesce(d.day, k.target_day) AS day, a.from_day, a.version, v.document,
          coalesce((SELECT max(id) FROM policy_audit p WHERE p.tenant = t.tenant), 0)::float8 AS revision
     FROM (VALUES ($1::text)) AS t (tenant)
     LEFT JOIN tenant_clock k ON k.tenant = t.tenant
     LEFT JOIN turned_day d ON d.tenant = t.tenant
     LEFT JOIN policy_activation a ON a.tenant = t.tenant
     LEFT JOIN policy_version v ON v.tenant = t.tenant AND v.version = a.version
    ORDER BY a.from_day`,
);

/** A version from the day on which it comes into force. */
export interface StoredActivation {
  readonly from: Day;
  readonly version: number;
  readonly document: unknown;
}

/** A tenant's activations as they are stored. */
export interface StoredTimeline {
  /** Grows whenever activations change. */
  readonly revision: number;
  /** The last day that the tenant's ladder has turned to, or its clock has announced; null before there is a clock. */
  readonly day: Day | null;
  /** Ascending by day; none before a tenant's seed. */
  readonly activations: readonly StoredActivation[];
}

interface Row {
  day: Day | null;
  from_day: Day | null;
  version: number;
  document: unknown;
  revision: number;
}

/** Reads a tenant's activations and its day. */
export async function readTimeline(reader: Pick<Transaction, 'query'>, tenant: string): Promise<StoredTimeline> {
  const rows = await reader.query<Row & Record<string, unknown>>(READ, [tenant]);
  const activations = rows.flatMap(({ from_day: from, version, document }) =>
    from === null ? [] : [{ from, version, document }],
  );
  return { revision: rows[0]!.revision, day: rows[0]!.day, activations };
}
