import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from './rebuild-options.js';

const OWN_TENANT = 'default';

/**
 * The API key of ORDERWEAVE_API_KEY, else of `.orderweave/credentials.json` in a folder or one above it, which is that of the tenant `default`.
 * A key is of one tenant: for another one it has to be given.
 */
export async function findApiKey(env: NodeJS.ProcessEnv, folder: string, tenant: string): Promise<string> {
  if (env['ORDERWEAVE_API_KEY']) return env['ORDERWEAVE_API_KEY'];
  if (tenant !== OWN_TENANT) throw new UsageError(`set ORDERWEAVE_API_KEY to a key of the tenant "${tenant}"`);
  for (let at = folder; ; at = dirname(at)) {
    const text = await readFile(join(at, '.orderweave/credentials.json'), 'utf8').catch(() => undefined);
    const key = text && (JSON.parse(text) as { apiKey?: string }).apiKey;
    if (key) return key;
    if (dirname(at) === at)
      throw new UsageError('no API key: set ORDERWEAVE_API_KEY, or run npm start once, which makes one');
  }
}
