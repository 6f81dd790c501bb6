import { Injectable } from '@nestjs/common';
import type { ColumnMap } from '@orderweave/domain-ordering';
import { Database, statement } from '@orderweave/postgres';
import type { ImportJob, ImportProgress, ImportState } from './import-job.js';

const COLUMNS = `tenant, id, map, channels, dry_run AS "dryRun", state, created_at AS "createdAt",
  finished_at AS "finishedAt", progress, error`;
const ADD = statement(
  'import-job.add',
  `INSERT INTO import_job (tenant, id, map, channels, dry_run, state, created_at, progress)
   VALUES ($1, $2, $3, $4, $5, 'running', now(), $6)`,
);
const GET = statement('import-job.get', `SELECT ${COLUMNS} FROM import_job WHERE tenant = $1 AND id = $2`);
const LIST = statement(
  'import-job.list',
  `SELECT ${COLUMNS} FROM import_job WHERE tenant = $1 ORDER BY created_at DESC LIMIT 100`,
);
const UNFINISHED = statement(
  'import-job.unfinished',
  `SELECT ${COLUMNS} FROM import_job WHERE state IN ('running', 'stopping')`,
);
const REPORT = statement(
  'import-job.report',
  `UPDATE import_job SET progress = $3 WHERE tenant = $1 AND id = $2 RETURNING state`,
);
const FINISH = statement(
  'import-job.finish',
  `UPDATE import_job SET progress = $3, state = $4, error = $5, finished_at = now() WHERE tenant = $1 AND id = $2`,
);
const STOP = statement(
  'import-job.stop',
  `UPDATE import_job SET state = 'stopping' WHERE tenant = $1 AND id = $2 AND state = 'running'`,
);

type JobKey = Pick<ImportJob, 'tenant' | 'id'>;

/** Imports and how far they are, so that any replica can tell, and a restarted one can go on. */
@Injectable()
export class ImportJobStore {
  constructor(private readonly database: Database) {}

  /** Adds an import that begins now. */
  async add({
    tenant,
    id,
    map,
    channels,
    dryRun,
    progress,
  }: Omit<ImportJob, 'state' | 'createdAt' | 'finishedAt' | 'error'>): Promise<void> {
    const json: [ColumnMap, ImportProgress] = [map, progress];
    await this.database.query(ADD, [tenant, id, JSON.stringify(json[0]), channels, dryRun, JSON.stringify(json[1])]);
  }

  /** An import as it is now. */
  async get(tenant: string, id: string): Promise<ImportJob | undefined> {
    return (await this.database.query<ImportJob>(GET, [tenant, id]))[0];
  }

  /** The last hundred imports, newest first. */
  list(tenant: string): Promise<ImportJob[]> {
    return this.database.query<ImportJob>(LIST, [tenant]);
  }

  /** Imports that a process left when it ended, of all tenants. */
  unfinished(): Promise<ImportJob[]> {
    return this.database.query<ImportJob>(UNFINISHED);
  }

  /** Writes down how far an import is; returns its state, which whoever wants it stopped may have changed. */
  async report({ tenant, id }: JobKey, progress: ImportProgress): Promise<ImportState> {
    const [row] = await this.database.query<{ state: ImportState }>(REPORT, [tenant, id, JSON.stringify(progress)]);
    return row?.state ?? 'stopping';
  }

  /** Writes down how an import ended. */
  async finish({ tenant, id }: JobKey, state: ImportState, progress: ImportProgress, error?: string): Promise<void> {
    await this.database.query(FINISH, [tenant, id, JSON.stringify(progress), state, error ?? null]);
  }

  /** Asks an import to stop, wherever it runs. */
  async stop(tenant: string, id: string): Promise<void> {
    await this.database.query(STOP, [tenant, id]);
  }
}
