import { ApiProperty } from '@nestjs/swagger';
import type { RebuildCount, RebuildDifference, RebuildRow, RebuildState } from './rebuild.store.js';

const STATES: readonly RebuildState[] = [
  'waiting',
  'replaying',
  'settling',
  'comparing',
  'ready',
  'switching',
  'switched',
  'stopped',
  'failed',
  'discarded',
];

/** How many rows of a table differ. */
export class DifferenceCount {
  @ApiProperty({ example: 'customer' })
  table!: string;

  @ApiProperty({
    enum: ['state', 'history'],
    description: 'history: as published at the time; it stays as it is, whatever it would be now',
  })
  basis!: 'state' | 'history';

  @ApiProperty({ enum: ['only-live', 'only-rebuilt', 'different'] })
  kind!: string;

  @ApiProperty()
  rows!: number;
}

/** A rebuild of the service's state, of all tenants, from the log. */
export class RebuildResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty({
    enum: STATES,
    description: 'ready: caught up and compared; switched: in place of the live state, whose former one is kept',
  })
  state!: RebuildState;

  @ApiProperty()
  startedBy!: string;

  @ApiProperty({ description: 'ISO 8601 in UTC' })
  startedAt!: string;

  @ApiProperty({ description: 'Messages of the log recorded' })
  replayed!: number;

  @ApiProperty({ description: 'Messages of the log that the live service has read' })
  total!: number;

  @ApiProperty({ description: 'Per cent of the messages' })
  percent!: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Seconds that are left, at the speed so far; while it replays',
  })
  remainingSeconds!: number | null;

  @ApiProperty({ type: String, nullable: true })
  comparedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'When the live state was exchanged last' })
  exchangedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it failed, or why it could not be switched' })
  fault!: string | null;

  @ApiProperty({ type: [DifferenceCount], description: "Of the caller's tenant; empty: nothing differs" })
  differences!: DifferenceCount[];
}

/** A page of rebuilds. */
export class RebuildsResponse {
  @ApiProperty({ type: [RebuildResponse] })
  items!: RebuildResponse[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** A row of a table that differs. */
export class DifferenceResponse {
  @ApiProperty({ example: 'customer' })
  table!: string;

  @ApiProperty({ enum: ['state', 'history'] })
  basis!: 'state' | 'history';

  @ApiProperty({ enum: ['only-live', 'only-rebuilt', 'different'] })
  kind!: string;

  @ApiProperty({ type: String, nullable: true })
  customerId!: string | null;

  @ApiProperty({ type: Object, description: 'What else identifies the row', example: { month: '2026-10' } })
  key!: Record<string, string>;

  @ApiProperty({ type: Object, nullable: true, description: 'The columns that differ, as the live state has them' })
  live!: Record<string, string | null> | null;

  @ApiProperty({ type: Object, nullable: true, description: 'The same columns as rebuilt' })
  rebuilt!: Record<string, string | null> | null;
}

/** A page of rows that differ. */
export class DifferencesResponse {
  @ApiProperty({ type: [DifferenceResponse] })
  items!: DifferenceResponse[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** A rebuild as it is told. */
export function toldOf(row: RebuildRow, counts: readonly RebuildCount[]): RebuildResponse {
  const { replayed, total, rate } = row;
  const left = row.state === 'replaying' && rate !== null ? Math.ceil((total - replayed) / rate) : null;
  return {
    id: row.id,
    state: row.state,
    startedBy: row.started_by,
    startedAt: row.started_at.toISOString(),
    replayed,
    total,
    percent: total === 0 ? 0 : Math.floor((1_000 * replayed) / total) / 10,
    remainingSeconds: left,
    comparedAt: row.compared_at?.toISOString() ?? null,
    exchangedAt: row.exchanged_at?.toISOString() ?? null,
    fault: row.fault,
    differences: counts.map(({ table_name: table, basis, kind, row_count: rows }) => ({ table, basis, kind, rows })),
  };
}

/** A difference as it is told. */
export function differenceOf(row: RebuildDifference): DifferenceResponse {
  const { table_name: table, basis, kind, customer_id: customerId, key, live, rebuilt } = row;
  return { table, basis, kind, customerId, key, live, rebuilt };
}
