import { createHash, randomBytes } from 'node:crypto';
import { readJsonFile, writeJsonFile } from './json-file.js';

/** Development credentials, made at the first start. */
export interface Credentials {
  /** Admin of tenant `default`; sent as `Authorization: Bearer`. */
  apiKey: string;
}

/** The credentials of a home folder; makes them when there are none. */
export async function ensureCredentials(file: string): Promise<Credentials> {
  const known = (await readJsonFile(file)) as Partial<Credentials> | undefined;
  if (typeof known?.apiKey === 'string' && known.apiKey.startsWith('ow_')) return { apiKey: known.apiKey };
  const credentials = { apiKey: `ow_${randomBytes(24).toString('base64url')}` };
  await writeJsonFile(file, credentials);
  return credentials;
}

/** What the services know of the key: its hash and what it may do. */
export function hashedKeys({ apiKey }: Credentials): string {
  const sha256 = createHash('sha256').update(apiKey).digest('hex');
  return JSON.stringify([{ name: 'development', sha256, tenant: 'default', role: 'admin', channels: ['*'] }]);
}
