import { Module } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { PoliciesModule } from '../policies/policies.module.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { wallNow } from '../wall-now.js';
import { CustomerOutlookController } from './customer-outlook.controller.js';
import { CustomerOutlookReader } from './customer-outlook-reader.js';
import { ModelReader } from './model-reader.js';
import { ModelsController } from './models.controller.js';
import { TenantMoments } from './tenant-moments.js';

/** The API of the models, and of what they foretell. */
@Module({
  imports: [PoliciesModule],
  controllers: [CustomerOutlookController, ModelsController],
  providers: [
    ModelReader,
    {
      provide: CustomerOutlookReader,
      useFactory: (database: Database, policies: PolicyDirectory) =>
        new CustomerOutlookReader(database, new TenantMoments(policies, wallNow)),
      inject: [Database, PolicyDirectory],
    },
  ],
})
export class ModelsModule {}
