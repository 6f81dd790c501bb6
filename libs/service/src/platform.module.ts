import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Database } from '@orderweave/postgres';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { ApiKeyGuard } from './auth/api-key.guard.js';
import { ServiceConfig } from './config.js';
import { HealthController } from './health/health.controller.js';
import { ProgressBoard } from './health/progress-board.js';
import { ServiceHealth } from './health/service-health.js';
import { LOGGER } from './logger.js';

/** What every service has before its own modules come. */
export interface PlatformParts {
  readonly config: ServiceConfig;
  readonly log: Logger;
  readonly database: Database;
  readonly source: DataSource;
  readonly board: ProgressBoard;
  readonly health: ServiceHealth;
}

/** Configuration, logger, database, authentication and health, for all modules of a service. */
@Global()
@Module({})
export class PlatformModule {
  static with({ config, log, database, source, board, health }: PlatformParts): DynamicModule {
    const shared = [
      { provide: ServiceConfig, useValue: config },
      { provide: LOGGER, useValue: log },
      { provide: Database, useValue: database },
      { provide: DataSource, useValue: source },
      { provide: ProgressBoard, useValue: board },
      { provide: ServiceHealth, useValue: health },
    ];
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [...shared, { provide: APP_GUARD, useClass: ApiKeyGuard }],
      exports: shared.map(({ provide }) => provide),
    };
  }
}
