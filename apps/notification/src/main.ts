import type { RulePolicy } from '@orderweave/domain-notification';
import { bootService } from '@orderweave/service';
import { AlertFeed } from './alerts/alert-feed.js';
import { AppModule } from './app.module.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { AlertTables1701000000000 } from './migrations/alert-tables.js';
import { RULE_POLICY } from './rules/load-policy.js';
import { notificationTopology } from './topology.js';

await bootService({
  name: 'notification',
  module: AppModule,
  migrations: [AlertTables1701000000000],
  topology: (app) =>
    notificationTopology({
      policy: app.get<RulePolicy>(RULE_POLICY),
      queueDeliveries: (tx, alerts) => app.get(DeliveryQueue).queue(tx, alerts),
      onRaised: () => app.get(AlertFeed).wake(),
      now: Date.now,
    }),
});
