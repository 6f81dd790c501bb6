import { Module } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { TenantMoments } from '../models/tenant-moments.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { wallNow } from '../wall-now.js';
import { SegmentEditor } from './segment-editor.js';
import { SegmentJobs } from './segment-jobs.js';
import { SegmentReader } from './segment-reader.js';
import { SegmentSweeper } from './segment-sweeper.js';
import { SegmentsController } from './segments.controller.js';

/** The tenants' own segments: their API, and who judges customers by them. */
@Module({
  imports: [PoliciesModule],
  controllers: [SegmentsController],
  providers: [
    {
      provide: TenantMoments,
      useFactory: (policies: PolicyDirectory) => new TenantMoments(policies, wallNow),
      inject: [PolicyDirectory],
    },
    {
      provide: SegmentSweeper,
      useFactory: (database: Database, moments: TenantMoments) => new SegmentSweeper(database, moments, wallNow),
      inject: [Database, TenantMoments],
    },
    SegmentEditor,
    SegmentJobs,
    SegmentReader,
  ],
})
export class SegmentsModule {}
