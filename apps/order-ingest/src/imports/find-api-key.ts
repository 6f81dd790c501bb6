import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from './cli-options.js';

/** The API key of ORDERWEAVE_API_KEY, else of `.orderweave/credentials.json` in a folder or one above it. */
export async function findApiKey(env: NodeJS.ProcessEnv, folder: string): Promise<string> {
  if (env['ORDERWEAVE_API_KEY']) return env['ORDERWEAVE_API_KEY'];
  for (let at = folder; ; at = dirname(at)) {
    const text = await readFile(join(at, '.orderweave/credentials.json'), 'utf8').catch(() => undefined);
    const key = text && (JSON.parse(text) as { apiKey?: string }).apiKey;
    if (key) return key;
    if (dirname(at) === at)
      throw new UsageError('no API key: set ORDERWEAVE_API_KEY, or run npm start once, which makes one');
  }
}
