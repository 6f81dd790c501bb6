import type { RulePolicy } from '@orderweave/domain-notification';
import { bootService } from '@orderweave/service';
import { AlertFeed } from './alerts/alert-feed.js';
import { AppModule } from './app.module.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { RULE_POLICY } from './rules/load-policy.js';
import { notificationTopology } from './topology.js';

await bootService({
  name: 'notification',
  module: AppModule,
  migrations: MIGRATIONS,
  topology: (app) =>
    notificationTopology({
      policy: app.get<RulePolicy>(RULE_POLICY),
      queueDeliveries: (tx, alerts) => app.get(DeliveryQueue).queue(tx, alerts),
      onRaised: () => app.get(AlertFeed).wake(),
      now: Date.now,
    }),
});
