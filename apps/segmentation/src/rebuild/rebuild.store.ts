import { statement, wideStatement, type Transaction } from '@orderweave/postgres';
import type { DifferenceBasis } from './compare-states.js';

type Reader = Pick<Transaction, 'query'>;

/** What is asked of a rebuild. */
export type RebuildGoal = 'ready' | 'stopped' | 'switched' | 'discarded';

/**
 * How far a rebuild is. `waiting`: to be taken up. `ready`: caught up and compared. `switched`: in place of the live state, whose former one is
 * kept.
 */
export type RebuildState =
  | 'waiting'
  | 'replaying'
  | 'settling'
  | 'comparing'
  | 'ready'
  | 'switching'
  | 'switched'
  | 'stopped'
  | 'failed'
  | 'discarded';

/** A rebuild as stored. */
export interface RebuildRow {
  id: number;
  goal: RebuildGoal;
  state: RebuildState;
  /** Whether the rebuilt tables are the live ones, and the shadow holds the former. */
  exchanged: boolean;
  started_by: string;
  started_at: Date;
  /** Messages recorded, of how many, and how many a second of late. */
  replayed: number;
  total: number;
  rate: number | null;
  compared_at: Date | null;
  exchanged_at: Date | null;
  fault: string | null;
}

/** How many rows of a tenant's table differ, and how. */
export interface RebuildCount {
  table_name: string;
  basis: DifferenceBasis;
  kind: string;
  row_count: number;
}

/** One row that differs; the values are texts of the columns that do. */
export interface RebuildDifference {
  id: number;
  table_name: string;
  basis: DifferenceBasis;
  kind: string;
  customer_id: string | null;
  key: Record<string, string>;
  live: Record<string, string | null> | null;
  rebuilt: Record<string, string | null> | null;
}

const COLUMNS = `id, goal, state, exchanged, started_by, started_at, replayed::float8 AS replayed, total::float8 AS total, rate,
  compared_at, exchanged_at, fault`;
const ADD = statement(
  'rebuild.add',
  `INSERT INTO rebuild (goal, state, started_by) VALUES ('ready', 'waiting', $1) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
);
const ONE = statement('rebuild.one', `SELECT ${COLUMNS} FROM rebuild WHERE id = $1`);
const KEPT = statement('rebuild.kept', `SELECT ${COLUMNS} FROM rebuild WHERE state <> 'discarded'`);
const PAGE = statement('rebuild.page', `SELECT ${COLUMNS} FROM rebuild WHERE id < $1 ORDER BY id DESC LIMIT $2`);
// Asked for only where it makes sense: the caller says from which states.
const ASK = statement(
  'rebuild.ask',
  `UPDATE rebuild SET goal = $2, state = coalesce($4, state), fault = NULL WHERE id = $1 AND state = ANY($3::text[]) RETURNING ${COLUMNS}`,
);
const MOVE = statement('rebuild.move', 'UPDATE rebuild SET state = $2, fault = $3 WHERE id = $1');
const PROGRESS = statement('rebuild.progress', 'UPDATE rebuild SET replayed = $2, total = $3, rate = $4 WHERE id = $1');
const COMPARED = statement('rebuild.compared', 'UPDATE rebuild SET compared_at = now() WHERE id = $1');
const COUNTS = statement(
  'rebuild.counts',
  `SELECT table_name, basis, kind, row_count::float8 AS row_count FROM rebuild_count
    WHERE rebuild_id = $1 AND tenant = $2 ORDER BY basis DESC, table_name, kind`,
);
const DIFFERENCES = statement(
  'rebuild.differences',
  `SELECT id::float8 AS id, table_name, basis, kind, customer_id, key, live, rebuilt FROM rebuild_difference
    WHERE rebuild_id = $1 AND tenant = $2 AND id > $3 AND ($4::text IS NULL OR basis = $4) ORDER BY id LIMIT $5`,
);

/** Begins a rebuild; undefined while there is another one. */
export async function addRebuild(reader: Reader, startedBy: string): Promise<RebuildRow | undefined> {
  return (await reader.query<RebuildRow & Record<string, unknown>>(ADD, [startedBy]))[0];
}

export async function readRebuild(reader: Reader, id: number): Promise<RebuildRow | undefined> {
  return (await reader.query<RebuildRow & Record<string, unknown>>(ONE, [id]))[0];
}

/** The rebuild that is not discarded. */
export async function readKeptRebuild(reader: Reader): Promise<RebuildRow | undefined> {
  return (await reader.query<RebuildRow & Record<string, unknown>>(KEPT))[0];
}

/** Rebuilds before an id, newest first. */
export function readRebuilds(reader: Reader, before: number, limit: number): Promise<RebuildRow[]> {
  return reader.query<RebuildRow & Record<string, unknown>>(PAGE, [before, limit]);
}

/** Asks something of a rebuild that is in one of the states given; undefined when it is in another. */
export async function askRebuild(
  reader: Reader,
  id: number,
  goal: RebuildGoal,
  { from, to = null }: { from: readonly RebuildState[]; to?: RebuildState | null },
): Promise<RebuildRow | undefined> {
  return (await reader.query<RebuildRow & Record<string, unknown>>(ASK, [id, goal, [...from], to]))[0];
}

export async function moveRebuild(
  reader: Reader,
  id: number,
  state: RebuildState,
  fault: string | null = null,
): Promise<void> {
  await reader.query(MOVE, [id, state, fault]);
}

export async function noteProgress(
  reader: Reader,
  id: number,
  { replayed, total, rate }: { replayed: number; total: number; rate: number | null },
): Promise<void> {
  await reader.query(PROGRESS, [id, replayed, total, rate]);
}

export async function noteCompared(reader: Reader, id: number): Promise<void> {
  await reader.query(COMPARED, [id]);
}

/** How many of a tenant's rows differ. */
export function readCounts(reader: Reader, id: number, tenant: string): Promise<RebuildCount[]> {
  return reader.query<RebuildCount & Record<string, unknown>>(COUNTS, [id, tenant]);
}

/** A tenant's rows that differ, after a number. */
export function readDifferences(
  reader: Reader,
  {
    id,
    tenant,
    after,
    basis,
    limit,
  }: { id: number; tenant: string; after: number; basis: string | null; limit: number },
): Promise<RebuildDifference[]> {
  return reader.query<RebuildDifference & Record<string, unknown>>(DIFFERENCES, [id, tenant, after, basis, limit]);
}

/** Forgets how a discarded rebuild differed. */
export async function forgetDifferences(tx: Transaction, id: number): Promise<void> {
  await tx.execute(wideStatement('DELETE FROM rebuild_difference WHERE rebuild_id = $1'), [id]);
  await tx.execute(wideStatement('DELETE FROM rebuild_count WHERE rebuild_id = $1'), [id]);
}
