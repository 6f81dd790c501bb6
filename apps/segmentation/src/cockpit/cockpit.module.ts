import { Module } from '@nestjs/common';
import { TenantMoments } from '../models/tenant-moments.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { wallNow } from '../wall-now.js';
import { CockpitReader } from './cockpit-reader.js';
import { CockpitController } from './cockpit.controller.js';
import { DemandReader } from './demand-reader.js';

/** The company's figures and its demand. */
@Module({
  imports: [PoliciesModule],
  controllers: [CockpitController],
  providers: [
    {
      provide: TenantMoments,
      useFactory: (policies: PolicyDirectory) => new TenantMoments(policies, wallNow),
      inject: [PolicyDirectory],
    },
    CockpitReader,
    DemandReader,
  ],
})
export class CockpitModule {}
