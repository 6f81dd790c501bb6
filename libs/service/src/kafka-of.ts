import { type KafkaAccess, openKafka } from '@orderweave/stream';
import type { Logger } from 'pino';
import type { ServiceConfig } from './config.js';

/** The Kafka that a service is configured for, under a client id. */
export function kafkaOf(
  { brokers, kafkaSecurity: { ssl, username, password } }: ServiceConfig,
  clientId: string,
  log: Logger,
): KafkaAccess {
  const login = username && password ? { sasl: { username, password } } : {};
  return openKafka({ brokers, clientId, ...(ssl && { ssl }), ...login }, log);
}
