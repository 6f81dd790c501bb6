import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { OrderInbound } from '@orderweave/contracts';
import { Database } from '@orderweave/postgres';
import { DeadLettersModule } from '@orderweave/service';
import { IngestConfig } from './config.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { ColumnMapStore } from './imports/column-map.store.js';
import { ColumnMapsController } from './imports/column-maps.controller.js';
import { ImportAdmission } from './imports/import-admission.js';
import { ImportJobStore } from './imports/import-job.store.js';
import { ImportRunner } from './imports/import-runner.js';
import { ImportsController } from './imports/imports.controller.js';
import { IdempotencyStore } from './orders/idempotency.store.js';
import { OrderGate } from './orders/order-gate.js';
import { OrderHeadStore } from './orders/order-head.store.js';
import { OrderIntake } from './orders/order-intake.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrdersDesk } from './orders/orders-desk.js';
import { QUARANTINE_CONTROLLERS, QUARANTINE_PROVIDERS } from './quarantine/quarantine-parts.js';
import { RatesModule } from './rates/rates.module.js';
import { takeBodies } from './take-bodies.js';

const HOUSEKEEPING_MS = 600_000;

/** Everything that order-ingest is made of. */
@Module({
  imports: [DeadLettersModule.of(OrderInbound), FeedbackModule, RatesModule],
  controllers: [OrdersController, ImportsController, ColumnMapsController, ...QUARANTINE_CONTROLLERS],
  providers: [
    { provide: IngestConfig, useFactory: () => IngestConfig.load(process.env) },
    OrderHeadStore,
    ...QUARANTINE_PROVIDERS,
    IdempotencyStore,
    OrderGate,
    OrderIntake,
    OrdersDesk,
    ColumnMapStore,
    ImportJobStore,
    ImportAdmission,
    ImportRunner,
  ],
})
export class AppModule implements OnModuleInit, OnApplicationShutdown {
  private housekeeping: NodeJS.Timeout | undefined;

  constructor(
    host: HttpAdapterHost,
    private readonly database: Database,
    private readonly answers: IdempotencyStore,
  ) {
    takeBodies(host.httpAdapter as unknown as FastifyAdapter);
  }

  onModuleInit(): void {
    // What fails here is tried again in ten minutes; nothing depends on it.
    const tidy = (): void => void this.answers.forgetExpired(this.database).catch(() => undefined);
    this.housekeeping = setInterval(tidy, HOUSEKEEPING_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.housekeeping);
  }
}
