import { bootService } from '@orderweave/service';
import { AppModule } from './app.module.js';
import { OrderNetwork1764000000000 } from './migrations/order-network1764000000000.js';
import { NetworkWriter } from './network/network-writer.js';
import { OrderIds } from './network/order-ids.js';
import { IDENTITY_POLICY } from './identity/identity-policy.js';
import { customerProfileTopology } from './topology.js';

await bootService({
  name: 'customer-profile',
  module: AppModule,
  migrations: [OrderNetwork1764000000000],
  topology: (app) =>
    customerProfileTopology({
      policy: app.get(IDENTITY_POLICY),
      ids: app.get(OrderIds),
      writer: app.get(NetworkWriter),
    }),
});
