import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GenericContainer, Wait } from 'testcontainers';
import { bufferSize } from '../buffer-size.js';

const POM = new URL('../../kafka/pom.xml', import.meta.url);

/** A container that only this machine reaches, and that is started as soon as it runs: whether it answers its engine asks from outside. */
class EngineContainer extends GenericContainer {
  constructor(image: string, port: { container: number; host: number }) {
    super(image);
    this.withExposedPorts(port).withWaitStrategy(Wait.forAll([]));
  }

  protected override async beforeContainerCreated(): Promise<void> {
    const bindings = Object.values(this.hostConfig.PortBindings as Record<string, { HostIp?: string }[]>);
    for (const binding of bindings.flat()) binding.HostIp = '127.0.0.1';
  }
}

/** PostgreSQL with durable commits and pg_stat_statements, reachable on a fixed port of this machine. */
export function postgresContainer(port: number): { container: GenericContainer; password: string } {
  const password = randomBytes(24).toString('base64url');
  const settings = {
    shared_preload_libraries: 'pg_stat_statements',
    max_connections: 200,
    max_wal_size: '4GB',
    shared_buffers: bufferSize(),
    autovacuum_naptime: '5s',
    autovacuum_analyze_scale_factor: 0.5,
    autovacuum_vacuum_insert_scale_factor: 0.5,
  };
  const container = new EngineContainer('postgres:18', { container: 5432, host: port })
    .withEnvironment({ POSTGRES_USER: 'orderweave', POSTGRES_PASSWORD: password, POSTGRES_DB: 'postgres' })
    .withCommand(['postgres', ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]);
  return { container, password };
}

/** One Kafka node of the version that pom.xml pins, broker and controller, reachable on a fixed port of this machine. */
export function kafkaContainer(port: number): GenericContainer {
  const [, version] = /<kafka\.version>(.+)<\/kafka\.version>/.exec(readFileSync(POM, 'utf8')) ?? [];
  return new EngineContainer(`apache/kafka:${version}`, { container: 9092, host: port }).withEnvironment({
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
    KAFKA_REPLICA_FETCH_MAX_BYTES: String(10 << 20),
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    KAFKA_BROKER_SESSION_TIMEOUT_MS: '6000',
    KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: '1000',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '8',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: '4',
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
    KAFKA_HEAP_OPTS: '-Xmx512m',
  });
}
