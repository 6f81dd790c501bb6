import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';

/** Roles, from all rights to the fewest. A `rep` sees own customers only. */
export const ROLES = ['admin', 'ops', 'analyst', 'manager', 'rep'] as const;
export type Role = (typeof ROLES)[number];

/** An API key as it is configured: by its hash alone. */
export interface ApiKeyEntry {
  readonly name: string;
  /** SHA-256 of the key, lower-case hex. */
  readonly sha256: string;
  readonly tenant: string;
  readonly role: Role;
  /** Channels that the key may send orders for; `*` for all. */
  readonly channels: readonly string[];
}

/** How the service reaches its brokers. */
export interface KafkaSecurity {
  readonly ssl: boolean;
  readonly username?: string;
  readonly password?: string;
}

/** How the service consumes its streams. */
export interface StreamSettings {
  readonly concurrency: number;
  readonly batchRecords: number;
  /** Partitions of every topic; undefined for each topic's own number. */
  readonly partitions: number | undefined;
}

/** What a service is told by its environment: parsed once, checked whole, frozen. */
export class ServiceConfig {
  readonly name: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  /** Tenant settings as JSON; see `TenantDirectory.parse`. */
  readonly tenants: unknown;
  readonly apiKeys: readonly ApiKeyEntry[];
  readonly logLevel: string;
  readonly production: boolean;
  readonly stream: StreamSettings;
  /** Whether /docs shows a page beside /docs-json. */
  readonly docsPage: boolean;
  readonly kafkaSecurity: KafkaSecurity;

  private constructor(fields: Fields) {
    this.name = fields.name;
    this.port = fields.port;
    this.databaseUrl = fields.databaseUrl;
    this.brokers = fields.brokers;
    this.tenants = fields.tenants;
    this.apiKeys = fields.apiKeys;
    this.logLevel = fields.logLevel;
    this.production = fields.production;
    this.stream = fields.stream;
    this.docsPage = fields.docsPage;
    this.kafkaSecurity = fields.kafkaSecurity;
  }

  /** Reads the environment; throws one error that names every fault and its remedy. */
  static load(name: string, env: NodeJS.ProcessEnv): ServiceConfig {
    const faults: string[] = [];
    const text = (key: string, remedy: string, fallback?: string): string => {
      const value = env[key] ?? fallback;
      if (value === undefined || value === '') faults.push(`${key} is not set; ${remedy}`);
      return value ?? '';
    };
    const count = (key: string, fallback: number, from: number, to: number): number => {
      const value = Number(env[key] ?? fallback);
      if (!Number.isInteger(value) || value < from || value > to) {
        faults.push(`${key} is "${env[key]}"; give a whole number from ${from} to ${to}`);
      }
      return value;
    };
    const json = (key: string, fallback: string): unknown => {
      const value = env[key] ?? fallback;
      try {
        return JSON.parse(/^\s*[[{]/.test(value) ? value : readFileSync(value, 'utf8'));
      } catch (error) {
        faults.push(`${key} is neither JSON nor a readable JSON file: ${(error as Error).message}`);
        return [];
      }
    };
    const production = env['NODE_ENV'] === 'production';
    const config = new ServiceConfig({
      name,
      port: count('PORT', 4100, 0, 65_535),
      databaseUrl: text('DATABASE_URL', 'give postgres://user:password@host:port/database'),
      brokers: text('KAFKA_BROKERS', 'give host:port, several separated by commas').split(','),
      tenants: json('TENANTS', '[{"tenant":"default"}]'),
      apiKeys: apiKeys(json('API_KEYS', '[]'), faults),
      logLevel: text('LOG_LEVEL', 'give trace, debug, info, warn or error', 'info'),
      production,
      stream: {
        concurrency: count('STREAM_CONCURRENCY', Math.max(2, availableParallelism()), 1, 64),
        batchRecords: count('STREAM_BATCH', 4_000, 1, 10_000),
        partitions: env['ORDERWEAVE_PARTITIONS'] ? count('ORDERWEAVE_PARTITIONS', 6, 1, 10_000) : undefined,
      },
      docsPage: env['DOCS_PAGE'] !== 'false',
      kafkaSecurity: kafkaSecurity(env, faults),
    });
    if (production && config.apiKeys.length === 0)
      faults.push('API_KEYS is empty; in production at least one key is needed');
    if (faults.length > 0) throw new Error(`${name} cannot start:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    return Object.freeze(config);
  }
}

/** What a configuration is made of. */
type Fields = { readonly [Field in keyof ServiceConfig]: ServiceConfig[Field] };

function kafkaSecurity(env: NodeJS.ProcessEnv, faults: string[]): KafkaSecurity {
  const { KAFKA_SSL, KAFKA_USERNAME, KAFKA_PASSWORD } = env;
  if (Boolean(KAFKA_USERNAME) !== Boolean(KAFKA_PASSWORD))
    faults.push('Set KAFKA_USERNAME and KAFKA_PASSWORD both, or neither');
  const login = KAFKA_USERNAME && KAFKA_PASSWORD ? { username: KAFKA_USERNAME, password: KAFKA_PASSWORD } : {};
  return { ssl: KAFKA_SSL === 'true', ...login };
}

function apiKeys(value: unknown, faults: string[]): ApiKeyEntry[] {
  if (!Array.isArray(value)) {
    faults.push('API_KEYS must be a list of {name, sha256, tenant, role, channels}');
    return [];
  }
  return value.flatMap((entry: Partial<ApiKeyEntry>, index) => {
    const { name, sha256, tenant, role, channels = ['*'] } = entry;
    if (!name || !tenant || !/^[0-9a-f]{64}$/.test(sha256 ?? '') || !ROLES.includes(role as Role)) {
      faults.push(
        `API_KEYS[${index}] needs a name, sha256 (64 hex digits), a tenant and one role of ${ROLES.join(', ')}`,
      );
      return [];
    }
    return [{ name, sha256: sha256 as string, tenant, role: role as Role, channels }];
  });
}
