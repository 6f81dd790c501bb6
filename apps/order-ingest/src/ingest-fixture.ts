import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { RunningService } from '@orderweave/service';
import { testKafka, type TestKafka, testPostgres } from '@orderweave/testing';

/** Keys of the fixture: `all` may use every channel, `shop` only that one, `reader` has a role that may not write. */
export const KEYS = { all: 'ow_all', shop: 'ow_shop', reader: 'ow_reader' } as const;

/** order-ingest on real engines, in a schema of its own. */
export interface IngestFixture {
  readonly service: RunningService;
  readonly kafka: TestKafka;
  /** Sends a request with a key (`all` unless told). */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

interface CallOptions {
  readonly body?: unknown;
  readonly key?: keyof typeof KEYS;
  readonly headers?: Record<string, string>;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  // Specs look into many shapes of answers.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

/** Starts the service for one suite. Call it in `beforeAll`. */
export async function ingestFixture(): Promise<IngestFixture> {
  const [schema, kafka] = await Promise.all([testPostgres(), testKafka()]);
  const entry = (name: keyof typeof KEYS, role: string, channels: string[]) => ({
    name,
    role,
    channels,
    tenant: 'default',
    sha256: hash('sha256', KEYS[name], 'hex'),
  });
  process.env['IMPORT_DIR'] = join(tmpdir(), kafka.prefix);
  // Serves the pictures of /docs, and requires an ES module, which Jest refuses before Node 24.
  jest.unstable_mockModule('@fastify/static', () => ({ default: async () => undefined }));
  const { bootIngest } = await import('./boot-ingest.js');
  const service = await bootIngest({
    PORT: '0',
    DATABASE_URL: schema.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    TENANTS: '[{"tenant":"default"}]',
    API_KEYS: JSON.stringify([
      entry('all', 'admin', ['*']),
      entry('shop', 'ops', ['shop']),
      entry('reader', 'rep', ['*']),
    ]),
    LOG_LEVEL: 'error',
  });
  return {
    service,
    kafka,
    async call(method, path, { body, key = 'all', headers = {} } = {}) {
      const text = typeof body === 'string' || Buffer.isBuffer(body);
      const response = await fetch(service.url + path, {
        method,
        headers: {
          authorization: `Bearer ${KEYS[key]}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: text ? body : JSON.stringify(body) }),
      });
      const answer = await response.text();
      const type = response.headers.get('content-type');
      return {
        status: response.status,
        type,
        text: answer,
        json: type?.includes('json') ? JSON.parse(answer) : undefined,
      };
    },
    async close() {
      await service.stop();
      await schema.drop();
    },
  };
}
