import type { ServiceParts } from '@orderweave/service';
import { AppModule } from './app.module.js';
import { ClusterJobs } from './clusters/cluster-jobs.js';
import { SweepJobs } from './deadlines/sweep-jobs.js';
import { LadderMemory } from './ladder/ladder-memory.js';
import { SEGMENTATION_MIGRATIONS } from './migrations/segmentation-migrations.js';
import { TenantMoments } from './models/tenant-moments.js';
import { PolicyDirectory } from './policies/policy-directory.js';
import { tellPlatformProblems } from './problems/tell-platform-problems.js';
import { SignalJobs } from './signals/signal-jobs.js';
import { segmentationTopology } from './topology.js';
import { wallNow } from './wall-now.js';

/** What the service is made of. */
export const segmentationService: ServiceParts = {
  name: 'segmentation',
  module: AppModule,
  migrations: SEGMENTATION_MIGRATIONS,
  http: tellPlatformProblems,
  topology: (app) =>
    segmentationTopology({
      policies: app.get(PolicyDirectory),
      moments: app.get(TenantMoments),
      memory: app.get(LadderMemory),
      wallNow,
      signalsNoted: () => app.get(SignalJobs).wake(),
      dayTurned: () => {
        app.get(SweepJobs).wake();
        app.get(SignalJobs).wake();
        app.get(ClusterJobs).wake();
      },
    }),
};
