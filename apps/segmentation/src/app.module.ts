import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CustomerActivity, MonthAmountChanged } from '@orderweave/contracts';
import { Database } from '@orderweave/postgres';
import { DeadLettersModule } from '@orderweave/service';
import { ClockController } from './clock/clock.controller.js';
import { TenantClocks } from './clock/tenant-clocks.js';
import { ClustersModule } from './clusters/clusters.module.js';
import { CockpitModule } from './cockpit/cockpit.module.js';
import { CustomerListController } from './customers-csv/customer-list.controller.js';
import { CustomersReader } from './customers-csv/customers-reader.js';
import { SweepJobs } from './deadlines/sweep-jobs.js';
import { Sweeper } from './deadlines/sweeper.js';
import { LadderMemory } from './ladder/ladder-memory.js';
import { CustomerCounts } from './metrics/customer-counts.js';
import { ModelsModule } from './models/models.module.js';
import { TenantMoments } from './models/tenant-moments.js';
import { PoliciesModule } from './policies/policies.module.js';
import { PolicyDirectory } from './policies/policy-directory.js';
import { TellInLanguage } from './problems/tell-in-language.js';
import { CustomersController } from './read-api/customers.controller.js';
import { CustomerStateReader } from './read-api/customer-state-reader.js';
import { LadderReader } from './read-api/ladder-reader.js';
import { MonthMovesController } from './read-api/month-moves.controller.js';
import { MonthMovesReader } from './read-api/month-moves-reader.js';
import { MonthReader } from './read-api/month-reader.js';
import { MonthsController } from './read-api/months.controller.js';
import { RebuildModule } from './rebuild/rebuild.module.js';
import { SegmentsModule } from './segments/segments.module.js';
import { SignalsModule } from './signals/signals.module.js';
import { TransitionJobs } from './transitions/transition-jobs.js';
import { TransitionReader } from './transitions/transition-reader.js';
import { readTransitionDays, TransitionRetention } from './transitions/transition-retention.js';
import { TransitionsController } from './transitions/transitions.controller.js';
import { wallNow } from './wall-now.js';

/** Ledger, ladder, clock, deadlines and the read API. */
@Module({
  imports: [
    DeadLettersModule.of(CustomerActivity, MonthAmountChanged),
    ClustersModule,
    CockpitModule,
    ModelsModule,
    PoliciesModule,
    RebuildModule,
    SegmentsModule,
    SignalsModule,
  ],
  controllers: [
    ClockController,
    MonthsController,
    MonthMovesController,
    CustomerListController,
    CustomersController,
    TransitionsController,
  ],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: TellInLanguage },
    {
      provide: TenantMoments,
      useFactory: (policies: PolicyDirectory) => new TenantMoments(policies, wallNow),
      inject: [PolicyDirectory],
    },
    {
      provide: TenantClocks,
      useFactory: (database: Database, policies: PolicyDirectory) => new TenantClocks(database, policies, wallNow),
      inject: [Database, PolicyDirectory],
    },
    {
      provide: Sweeper,
      useFactory: (database: Database, moments: TenantMoments) => new Sweeper(database, moments, wallNow),
      inject: [Database, TenantMoments],
    },
    {
      provide: LadderMemory,
      useFactory: (policies: PolicyDirectory) => new LadderMemory(policies),
      inject: [PolicyDirectory],
    },
    {
      provide: TransitionRetention,
      useFactory: (database: Database, policies: PolicyDirectory, moments: TenantMoments) =>
        new TransitionRetention(database, policies, moments, { days: readTransitionDays(process.env) }),
      inject: [Database, PolicyDirectory, TenantMoments],
    },
    TransitionJobs,
    SweepJobs,
    CustomerCounts,
    LadderReader,
    MonthReader,
    MonthMovesReader,
    CustomersReader,
    CustomerStateReader,
    TransitionReader,
  ],
})
export class AppModule {}
