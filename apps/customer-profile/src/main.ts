import { bootService } from '@orderweave/service';
import { AppModule } from './app.module.js';
import { CUSTOMER_PROFILE_MIGRATIONS } from './migrations/customer-profile-migrations.js';
import { NetworkWriter } from './network/network-writer.js';
import { OrderIds } from './network/order-ids.js';
import { IDENTITY_POLICY } from './identity/identity-policy.js';
import { customerProfileTopology } from './topology.js';

await bootService({
  name: 'customer-profile',
  module: AppModule,
  migrations: CUSTOMER_PROFILE_MIGRATIONS,
  topology: (app) =>
    customerProfileTopology({
      policy: app.get(IDENTITY_POLICY),
      ids: app.get(OrderIds),
      writer: app.get(NetworkWriter),
    }),
});
