import { Module } from '@nestjs/common';
import { CustomerActivity } from '@orderweave/contracts';
import { TenantDirectory } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { kafkaOf, LOGGER, ServiceConfig, ServiceHealth } from '@orderweave/service';
import type { Logger } from 'pino';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { wallNow } from '../wall-now.js';
import { RebuildJobs } from './rebuild-jobs.js';
import type { RebuildParts } from './replay-session.js';
import { Rebuilds } from './rebuilds.js';
import { RebuildsController } from './rebuilds.controller.js';

const PARTS = Symbol('what rebuilds work with');

/** Rebuilds of the service's state from the log. */
@Module({
  controllers: [RebuildsController],
  providers: [
    { provide: PARTS, useFactory: partsOf, inject: [Database, ServiceHealth, ServiceConfig, LOGGER] },
    {
      provide: Rebuilds,
      useFactory: ({ database, kafka }: RebuildParts) => new Rebuilds(database, kafka),
      inject: [PARTS],
    },
    { provide: RebuildJobs, useFactory: (parts: RebuildParts) => new RebuildJobs(parts), inject: [PARTS] },
  ],
})
export class RebuildModule {}

function partsOf(database: Database, health: ServiceHealth, config: ServiceConfig, log: Logger): RebuildParts {
  return {
    database,
    log,
    wallNow,
    kafka: kafkaOf(config, 'segmentation-rebuild', log),
    policies: () => PolicyDirectory.read(TenantDirectory.parse(config.tenants), process.env['SEGMENTATION_POLICIES']),
    unfinished: async () => {
      const { lag, outbox, pending } = await health.progress();
      const left = Object.entries({ ...lag, outbox, ...pending });
      return left.filter(([name, count]) => count > 0 && name !== CustomerActivity.topic).map(([name]) => name);
    },
  };
}
