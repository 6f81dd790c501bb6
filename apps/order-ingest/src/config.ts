import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What order-ingest is told by its environment beyond what every service is. */
export class IngestConfig {
  private constructor(
    /** Folder for uploaded files until they are imported. */
    readonly importDir: string,
    /** Largest upload, and largest file after decompression, in bytes. */
    readonly importLimitBytes: number,
  ) {}

  /** Reads the environment; throws an error that names every fault. */
  static load(env: NodeJS.ProcessEnv): IngestConfig {
    const limit = Number(env['IMPORT_LIMIT_BYTES'] ?? 20 * 2 ** 30);
    if (!Number.isSafeInteger(limit) || limit < 1) {
      throw new Error(`IMPORT_LIMIT_BYTES is "${env['IMPORT_LIMIT_BYTES']}"; give a whole number of bytes above 0`);
    }
    return Object.freeze(new IngestConfig(env['IMPORT_DIR'] || join(tmpdir(), 'orderweave-imports'), limit));
  }
}
