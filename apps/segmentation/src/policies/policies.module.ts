import { Module } from '@nestjs/common';
import { TenantDirectory } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { ServiceConfig } from '@orderweave/service';
import { TenantMoments } from '../models/tenant-moments.js';
import { wallNow } from '../wall-now.js';
import { ActivationsController } from './activations.controller.js';
import { PolicyDryRun } from './dry-run/policy-dry-run.js';
import { PoliciesController } from './policies.controller.js';
import { PolicyActivator } from './policy-activator.js';
import { PolicyDirectory } from './policy-directory.js';
import { PolicyEditor } from './policy-editor.js';
import { PolicyReader } from './policy-reader.js';
import { PolicySeeder } from './policy-seeder.js';

/** The tenants' policies: versions, what is in force when, and their API. */
@Module({
  controllers: [ActivationsController, PoliciesController],
  providers: [
    {
      provide: PolicyDirectory,
      useFactory: ({ tenants }: ServiceConfig) =>
        PolicyDirectory.read(TenantDirectory.parse(tenants), process.env['SEGMENTATION_POLICIES']),
      inject: [ServiceConfig],
    },
    {
      provide: PolicyActivator,
      useFactory: (database: Database, policies: PolicyDirectory) => new PolicyActivator(database, policies, wallNow),
      inject: [Database, PolicyDirectory],
    },
    {
      provide: PolicyDryRun,
      useFactory: (database: Database, policies: PolicyDirectory) =>
        new PolicyDryRun(database, new TenantMoments(policies, wallNow)),
      inject: [Database, PolicyDirectory],
    },
    PolicyEditor,
    PolicyReader,
    PolicySeeder,
  ],
  exports: [PolicyDirectory],
})
export class PoliciesModule {}
