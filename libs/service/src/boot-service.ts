import 'reflect-metadata';
import { Module, ValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { TOPICS, type TopicSettings } from '@orderweave/contracts';
import { createDataSource, Database, migrate, type DataSourceParts } from '@orderweave/postgres';
import { StreamServer, type Topology } from '@orderweave/stream';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import { watchArrival } from './arrival/watch-arrival.js';
import { ServiceConfig } from './config.js';
import { ProgressBoard } from './health/progress-board.js';
import { ServiceHealth } from './health/service-health.js';
import { kafkaOf } from './kafka-of.js';
import { createLogger, nestLogger } from './logger.js';
import { PlatformModule } from './platform.module.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { validationProblem } from './problems/validation-problem.js';

const BODY_LIMIT = 10 << 20;
const DRAIN_LIMIT_MS = 10_000;

/** What makes a service itself. */
export interface ServiceParts extends Pick<DataSourceParts, 'entities' | 'migrations'> {
  readonly name: string;
  readonly module: Type;
  /** The service's flows, built from what its modules provide. */
  readonly topology: (app: NestFastifyApplication) => Topology;
  /** Settings of the HTTP server before it listens: content types, hooks. */
  readonly http?: (server: FastifyInstance) => void;
  readonly env?: NodeJS.ProcessEnv;
}

/** A service that runs. */
export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly server: StreamServer;
  /** Where it listens, `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Finishes what is in hand, publishes the outbox, closes everything. */
  stop(): Promise<void>;
}

/** Starts a service: environment, schema, modules, consumer, HTTP; SIGTERM and SIGINT end it in order. */
export async function bootService(parts: ServiceParts): Promise<RunningService> {
  const config = loadOrExplain(parts);
  const log = createLogger(parts.name, config.logLevel);
  process.env['SERVICE_NAME'] ??= parts.name;
  const database = new Database({ url: config.databaseUrl, applicationName: parts.name, connections: 12 });
  const { entities = [], migrations = [] } = parts;
  const source = createDataSource({ url: config.databaseUrl, entities, migrations });
  const applied = await migrate(source);
  if (applied.length > 0) log.info({ applied }, 'schema is up to date');

  const board = new ProgressBoard();
  const health = new ServiceHealth(database, board);
  const app = await createApp(parts, PlatformModule.with({ config, log, database, source, board, health }), log);
  serveDocs(app, config);
  const kafka = kafkaOf(config, parts.name, log);
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopAll());
  const stopAll = async () => {
    await app.close();
    await source.destroy();
    await database.close();
  };
  const server = new StreamServer({
    topology: parts.topology(app),
    database,
    kafka,
    log,
    topics: topicSettings(config),
    concurrency: config.stream.concurrency,
    batchRecords: config.stream.batchRecords,
  });
  health.attach(server);
  app.connectMicroservice({ strategy: server });
  await app.startAllMicroservices();
  await app.listen({ port: config.port, host: '0.0.0.0' });
  const url = `http://127.0.0.1:${new URL(await app.getUrl()).port}`;
  log.info({ url }, `${parts.name} is up`);
  endOnSignal(stop, log);
  return { app, server, url, stop };
}

async function createApp(parts: ServiceParts, platform: ReturnType<typeof PlatformModule.with>, log: Logger) {
  @Module({ imports: [platform, parts.module] })
  class ServiceModule {}
  collectDefaultMetrics({ labels: { service: parts.name } });
  // Not the whole of a request has its time, but its pace: see `watchArrival`.
  const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT, requestTimeout: 0, forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(ServiceModule, adapter, {
    logger: nestLogger(log),
    abortOnError: false,
  });
  const http = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  http.addHook('onRequest', ({ raw }, _reply, done) => {
    watchArrival(raw);
    done();
  });
  parts.http?.(http);
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      transform: true,
      forbidNonWhitelisted: true,
      exceptionFactory: validationProblem,
    }),
  );
  return app;
}

function serveDocs(app: NestFastifyApplication, { name, docsPage }: ServiceConfig): void {
  const document = new DocumentBuilder().setTitle(`Orderweave ${name}`).setVersion('1').addBearerAuth().build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, document), { ui: docsPage });
}

function loadOrExplain(parts: ServiceParts): ServiceConfig {
  return ServiceConfig.load(parts.name, parts.env ?? process.env);
}

function topicSettings(config: ServiceConfig): Record<string, TopicSettings> {
  const { partitions } = config.stream;
  if (partitions === undefined) return { ...TOPICS };
  const entries = Object.entries(TOPICS).map(([topic, settings]) => [topic, { ...settings, partitions }] as const);
  return Object.fromEntries(entries);
}

function endOnSignal(stop: () => Promise<void>, log: Logger): void {
  const end = (signal: string) => {
    log.info({ signal }, 'ending');
    const late = setTimeout(() => process.exit(1), DRAIN_LIMIT_MS);
    stop().then(
      () => {
        clearTimeout(late);
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'could not end in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}
