import type { ColumnMap, Fault } from '@orderweave/domain-ordering';

/** Life of an import: it runs until it is done, is stopped on request, or fails because its file cannot be read. */
export type ImportState = 'running' | 'stopping' | 'stopped' | 'failed' | 'done';

/** How far an import is. */
export interface ImportProgress {
  /** Share of the file that was read, 0 to 100. */
  readonly percent: number;
  readonly rows: number;
  readonly orders: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly stale: number;
  readonly quarantined: number;
  readonly rowsPerSecond: number;
  /** Seconds to the end at the present rate; absent before there is one. */
  readonly etaSeconds?: number;
  /** The first orders that were refused. */
  readonly samples: readonly ImportSample[];
}

/** An order of the file that was refused: where it begins and why. */
export interface ImportSample {
  readonly document: string;
  /** Row of the file, its header being row 0. */
  readonly row: number;
  readonly faults: readonly Fault[];
}

/** One import of one file. */
export interface ImportJob {
  readonly tenant: string;
  readonly id: string;
  readonly map: ColumnMap;
  /** Channels that whoever started it may use. */
  readonly channels: readonly string[];
  /** Judges everything and changes nothing. */
  readonly dryRun: boolean;
  readonly state: ImportState;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly progress: ImportProgress;
  /** Why it failed. */
  readonly error: string | null;
}

/** The progress of an import that has not begun. */
export const NO_PROGRESS: ImportProgress = Object.freeze({
  percent: 0,
  rows: 0,
  orders: 0,
  accepted: 0,
  duplicate: 0,
  stale: 0,
  quarantined: 0,
  rowsPerSecond: 0,
  samples: [],
});
