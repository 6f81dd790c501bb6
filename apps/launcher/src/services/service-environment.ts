import { availableParallelism } from 'node:os';
import type { TenantSettings } from '@orderweave/domain-ordering';
import type { Engines } from '@orderweave/engines';
import { portOf, SERVICES, type ServiceName } from './service-catalogue.js';

// Fewer partitions make fewer and larger batches, so a day's orders are through sooner: one for every two processors of the one machine.
const PARTITIONS = String(Math.min(6, Math.max(1, availableParallelism() >> 1)));

/** What all services are told alike. */
export interface SharedSettings {
  engines: Pick<Engines, 'brokers' | 'postgresUrl'>;
  tenants: readonly TenantSettings[];
  /** JSON list of hashed API keys. */
  apiKeys: string;
  portOffset: number;
}

/** The whole configuration of one service, as its environment. */
export function serviceEnvironment(name: ServiceName, shared: SharedSettings): Record<string, string> {
  const database = SERVICES.find((service) => service.name === name)?.database ?? name;
  return {
    SERVICE_NAME: name,
    PORT: String(portOf(name, shared.portOffset)),
    DATABASE_URL: shared.engines.postgresUrl(database),
    KAFKA_BROKERS: shared.engines.brokers.join(','),
    TENANTS: JSON.stringify(shared.tenants),
    API_KEYS: shared.apiKeys,
    ORDERWEAVE_PARTITIONS: process.env['ORDERWEAVE_PARTITIONS'] ?? PARTITIONS,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    NODE_ENV: 'development',
  };
}
