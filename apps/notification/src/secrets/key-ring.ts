import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database, statement } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import type { Logger } from 'pino';
import { linkKey, open, seal, serviceKey, type ServiceKey } from './seal.js';

const KEY_BYTES = 32;
const LOAD = statement('key.load', 'SELECT key FROM service_key ORDER BY created_at, id');
const ADD = statement('key.add', `INSERT INTO service_key (id, key) VALUES ('own', $1) ON CONFLICT DO NOTHING`);

/**
 * The keys that secrets are sealed and links are signed with: those of NOTIFICATION_KEYS (base64 of 32 bytes, separated by commas, the
 * newest first), and the service's own, kept in its database, for where none is set.
 */
@Injectable()
export class KeyRing {
  private keys: Promise<readonly ServiceKey[]> | undefined;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Seals a text for its place. */
  async seal(text: string, context: string): Promise<string> {
    const [first] = await this.load();
    return seal(text, context, first!);
  }

  /** Opens what was sealed for this place. */
  async open(sealed: string, context: string): Promise<string> {
    return open(sealed, context, await this.load());
  }

  /** Keys for links: the first signs, all are trusted. */
  async linkKeys(): Promise<Buffer[]> {
    return (await this.load()).map(linkKey);
  }

  private load(): Promise<readonly ServiceKey[]> {
    this.keys ??= this.read().catch((error: unknown) => {
      this.keys = undefined;
      throw error;
    });
    return this.keys;
  }

  private async read(): Promise<readonly ServiceKey[]> {
    const stated = keysOf(process.env['NOTIFICATION_KEYS']);
    if (stated.length === 0 && process.env['NODE_ENV'] === 'production')
      this.log.warn('NOTIFICATION_KEYS is not set: secrets are sealed with a key that lies in the same database');
    await this.database.query(ADD, [randomBytes(KEY_BYTES).toString('base64')]);
    const own = await this.database.query<{ key: string }>(LOAD);
    return [...stated, ...own.map(({ key }) => serviceKey(Buffer.from(key, 'base64')))];
  }
}

/** Reads NOTIFICATION_KEYS; throws when one of them is not 32 bytes in base64. */
export function keysOf(text: string | undefined): ServiceKey[] {
  const parts = (text ?? '').split(',').filter(Boolean);
  return parts.map((part, index) => {
    const bytes = Buffer.from(part.trim(), 'base64');
    if (bytes.length !== KEY_BYTES)
      throw new Error(
        `NOTIFICATION_KEYS: key ${index + 1} has ${bytes.length} bytes; give 32 in base64 (openssl rand -base64 32)`,
      );
    return serviceKey(bytes);
  });
}
