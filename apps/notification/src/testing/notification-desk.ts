import { createHash } from 'node:crypto';
import { Database } from '@orderweave/postgres';
import { bootService } from '@orderweave/service';
import { testKafka, testPostgres } from '@orderweave/testing';
import { notificationService } from '../notification-service.js';

/** Who may call: the name, which is the key as well, and its role. */
export type Staff = Record<string, string>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `{}` when it is not JSON. */
  readonly body: Record<string, unknown>;
}

/** The service of one tenant on real engines, and a way to call it as one of its staff. */
export async function notificationDesk(tenant: string, staff: Staff) {
  const kafka = await testKafka();
  const schema = await testPostgres();
  const keys = Object.entries(staff).map(([name, role]) => ({
    ...{ name, role, tenant },
    sha256: createHash('sha256').update(name).digest('hex'),
  }));
  const service = await bootService({
    ...notificationService,
    env: {
      PORT: '0',
      DATABASE_URL: schema.url,
      KAFKA_BROKERS: kafka.brokers.join(','),
      TENANTS: JSON.stringify([{ tenant }]),
      API_KEYS: JSON.stringify(keys),
      LOG_LEVEL: 'silent',
      DOCS_PAGE: 'false',
    },
  });
  return {
    service,
    database: service.app.get(Database),

    /** Calls with more headers than usual. */
    calling:
      (more: Record<string, string>) =>
      async (method: string, path: string, who?: string, body?: unknown): Promise<Answer> => {
        const response = await fetch(`${service.url}${path}`, {
          method,
          headers: {
            ...(who && { authorization: `Bearer ${who}` }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...more,
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        const json = /json/.test(response.headers.get('content-type') ?? '');
        const parsed = (json ? JSON.parse(text) : {}) as Record<string, unknown>;
        return { status: response.status, headers: response.headers, text, body: parsed };
      },

    async close(): Promise<void> {
      await service.stop();
      await schema.drop();
    },
  };
}

export type NotificationDesk = Awaited<ReturnType<typeof notificationDesk>>;
