import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GenericContainer, Wait } from 'testcontainers';
import { PostgreSqlContainer } from '@testcontainers/postgresql';

const POM = new URL('../../kafka/pom.xml', import.meta.url);

/** PostgreSQL with durable commits and pg_stat_statements, reachable on a fixed port of this machine. */
export function postgresContainer(port: number): { container: PostgreSqlContainer; password: string } {
  const password = randomBytes(24).toString('base64url');
  const container = new PostgreSqlContainer('postgres:18')
    .withDatabase('postgres')
    .withUsername('orderweave')
    .withPassword(password)
    // Whether it answers is asked from outside, as clients do.
    .withWaitStrategy(Wait.forListeningPorts())
    .withExposedPorts({ container: 5432, host: port })
    .withCommand(
      [
        'shared_preload_libraries=pg_stat_statements',
        'max_connections=200',
        'max_wal_size=2GB',
        'shared_buffers=256MB',
      ].flatMap((setting) => ['-c', setting]),
    );
  return { container, password };
}

/** One Kafka node of the version that pom.xml pins, broker and controller, reachable on a fixed port of this machine. */
export function kafkaContainer(port: number): GenericContainer {
  const [, version] = /<kafka\.version>(.+)<\/kafka\.version>/.exec(readFileSync(POM, 'utf8')) ?? [];
  return new GenericContainer(`apache/kafka:${version}`)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_NODE_ID: '1',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_LISTENERS: 'BROKER://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `BROKER://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'BROKER',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_MESSAGE_MAX_BYTES: String(10 << 20),
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_BROKER_SESSION_TIMEOUT_MS: '6000',
      KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: '1000',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_HEAP_OPTS: '-Xmx512m',
    })
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(120_000);
}
