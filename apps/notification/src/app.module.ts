import { Module } from '@nestjs/common';
import { AlertFeed } from './alerts/alert-feed.js';
import { AlertInbox } from './alerts/alert-inbox.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { DeliveryWorker } from './delivery/delivery-worker.js';
import { WebhooksController } from './delivery/webhooks.controller.js';
import { InboxController } from './inbox/inbox.controller.js';
import { loadPolicy, RULE_POLICY } from './rules/load-policy.js';

/** What notification is made of. */
@Module({
  controllers: [AlertsController, WebhooksController, InboxController],
  providers: [
    { provide: RULE_POLICY, useFactory: () => loadPolicy() },
    AlertFeed,
    AlertInbox,
    DeliveryQueue,
    DeliveryWorker,
  ],
})
export class AppModule {}
