import { TenantDirectory } from '@orderweave/domain-ordering';
import { bootService, type RunningService } from '@orderweave/service';
import { AppModule } from './app.module.js';
import { INGEST_MIGRATIONS } from './migrations/ingest-migrations.js';
import { OrderGate } from './orders/order-gate.js';
import { ingestTopology } from './topology.js';

/** Starts order-ingest with an environment. */
export function bootIngest(env: NodeJS.ProcessEnv): Promise<RunningService> {
  return bootService({
    name: 'order-ingest',
    env,
    module: AppModule,
    migrations: INGEST_MIGRATIONS,
    topology: (app) => ingestTopology(app.get(OrderGate), app.get(TenantDirectory)),
  });
}
