import type { SegmentCondition } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const COLUMNS = 'segment_id, version, name, condition, state, changed_by, changed_at';
const ACTIVE = statement(
  'segment.active',
  `SELECT ${COLUMNS} FROM segment_definition WHERE tenant = $1 AND state = 'active' ORDER BY segment_id`,
);
// Whoever judges by a segment keeps it as it is until its memberships are written.
const HOLD = statement(
  'segment.hold',
  `SELECT ${COLUMNS} FROM segment_definition WHERE tenant = $1 AND state = 'active' ORDER BY segment_id FOR SHARE`,
);
const VERSIONS = statement(
  'segment.versions',
  `SELECT ${COLUMNS} FROM segment_definition WHERE tenant = $1 AND segment_id = $2 ORDER BY version DESC`,
);
const NAMED = statement(
  'segment.named',
  `SELECT ${COLUMNS} FROM segment_definition WHERE tenant = $1 AND name = $2 AND state = 'active'`,
);
const RETIRE = statement(
  'segment.retire',
  `UPDATE segment_definition SET state = $3 WHERE tenant = $1 AND segment_id = $2 AND state = 'active'`,
);
const ADD = statement(
  'segment.add',
  `INSERT INTO segment_definition (tenant, segment_id, version, name, condition, state, changed_by)
   SELECT $1, $2, 1 + coalesce(max(version), 0), $3, $4::jsonb, 'active', $5
     FROM segment_definition WHERE tenant = $1 AND segment_id = $2
   RETURNING ${COLUMNS}`,
);
// Held until the end of the transaction: two who save segments of one tenant do so one after the other.
const LOCK = statement('segment.lock', 'SELECT pg_advisory_xact_lock(hashtext($1))');

/** One version of a segment. */
export interface SegmentRow {
  segment_id: string;
  version: number;
  name: string;
  condition: SegmentCondition;
  /** By which customers are judged, one that another version took the place of, or one whose segment was deleted. */
  state: 'active' | 'replaced' | 'deleted';
  changed_by: string;
  changed_at: Date;
}

type Row = SegmentRow & Record<string, unknown>;

/** The segments that customers of a tenant are judged by. */
export function readSegments(reader: Reader, tenant: string): Promise<SegmentRow[]> {
  return reader.query<Row>(ACTIVE, [tenant]);
}

/** The same; none of them changes or ends until the end of the transaction. */
export function holdSegments(tx: Transaction, tenant: string): Promise<SegmentRow[]> {
  return tx.query<Row>(HOLD, [tenant]);
}

/** The versions of a segment, newest first; empty for one that was never there. */
export function readVersions(reader: Reader, tenant: string, segmentId: string): Promise<SegmentRow[]> {
  return reader.query<Row>(VERSIONS, [tenant, segmentId]);
}

/** The active segment of a name. */
export async function findNamed(reader: Reader, tenant: string, name: string): Promise<SegmentRow | undefined> {
  return (await reader.query<Row>(NAMED, [tenant, name]))[0];
}

/** Makes whoever saves segments of this tenant wait for this transaction. */
export async function lockSegments(tx: Transaction, tenant: string): Promise<void> {
  await tx.query(LOCK, [`segments/${tenant}`]);
}

/** Puts a new version in the place of the active one; the first version of a segment that has none. */
export async function addVersion(
  tx: Transaction,
  segment: { tenant: string; segmentId: string; name: string; condition: SegmentCondition; by: string },
): Promise<SegmentRow> {
  const { tenant, segmentId, name, condition, by } = segment;
  await tx.execute(RETIRE, [tenant, segmentId, 'replaced']);
  const [row] = await tx.query<Row>(ADD, [tenant, segmentId, name, JSON.stringify(condition), by]);
  return row!;
}

/** Ends a segment; false if it is not active. */
export async function endSegment(tx: Transaction, tenant: string, segmentId: string): Promise<boolean> {
  return (await tx.execute(RETIRE, [tenant, segmentId, 'deleted'])) > 0;
}
