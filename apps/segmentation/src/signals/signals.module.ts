import { Module } from '@nestjs/common';
import { TenantMoments } from '../models/tenant-moments.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { wallNow } from '../wall-now.js';
import { SignalJobs } from './signal-jobs.js';
import { SignalReader } from './signal-reader.js';
import { SignalsController } from './signals.controller.js';

/** Signals ahead of the risk: who judges customers by them, and their API. */
@Module({
  imports: [PoliciesModule],
  controllers: [SignalsController],
  providers: [
    {
      provide: TenantMoments,
      useFactory: (policies: PolicyDirectory) => new TenantMoments(policies, wallNow),
      inject: [PolicyDirectory],
    },
    SignalJobs,
    SignalReader,
  ],
})
export class SignalsModule {}
