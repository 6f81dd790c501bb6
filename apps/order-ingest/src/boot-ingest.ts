import { TenantDirectory } from '@orderweave/domain-ordering';
import { bootService, type RunningService } from '@orderweave/service';
import { AppModule } from './app.module.js';
import { FeedbackTables1765000000000 } from './migrations/feedback-tables.js';
import { IngestTables1700000001000 } from './migrations/ingest-tables.js';
import { OrderGate } from './orders/order-gate.js';
import { ingestTopology } from './topology.js';

/** Starts order-ingest with an environment. */
export function bootIngest(env: NodeJS.ProcessEnv): Promise<RunningService> {
  return bootService({
    name: 'order-ingest',
    env,
    module: AppModule,
    migrations: [IngestTables1700000001000, FeedbackTables1765000000000],
    topology: (app) => ingestTopology(app.get(OrderGate), app.get(TenantDirectory)),
  });
}
