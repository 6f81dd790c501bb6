import { Module } from '@nestjs/common';
import { ClockMoved, CustomerActivity, CustomerTransition } from '@orderweave/contracts';
import type { RulePolicy } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { DeadLettersModule, ServiceConfig } from '@orderweave/service';
import { AlertFeed } from './alerts/alert-feed.js';
import { AlertInbox } from './alerts/alert-inbox.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { UnreadAlerts } from './alerts/unread-alerts.js';
import { UnreadController } from './alerts/unread.controller.js';
import { DeliveriesController } from './delivery/deliveries/deliveries.controller.js';
import { DELIVERY_PARTS, deliveryParts } from './delivery/delivery-parts.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { DeliveryWorker } from './delivery/delivery-worker.js';
import { EndpointRegistry } from './delivery/endpoints/endpoint-registry.js';
import { EndpointTester } from './delivery/endpoints/endpoint-tester.js';
import { EndpointsController } from './delivery/endpoints/endpoints.controller.js';
import { WebhooksController } from './delivery/webhooks/webhooks.controller.js';
import { InboxController } from './inbox/inbox.controller.js';
import { AlertClockwork } from './life/alert-clockwork.js';
import { CALENDAR_OF, tenantCalendars } from './life/tenant-calendar.js';
import { CardLinker } from './links/card-linker.js';
import { LinkActs } from './links/link-acts.js';
import { LinksController } from './links/links.controller.js';
import { OutcomeReader } from './outcome/read/outcome-reader.js';
import { OutcomesController } from './outcome/read/outcomes.controller.js';
import { ReportReader } from './outcome/read/report-reader.js';
import { ReportsController } from './outcome/read/reports.controller.js';
import { OutcomeSettler } from './outcome/settle/outcome-settler.js';
import { loadPolicy, RULE_POLICY } from './rules/load-policy.js';
import { RULE_CONTROLLERS, RULE_PROVIDERS } from './rules/rule-parts.js';
import { KeyRing } from './secrets/key-ring.js';
import { CalendarController } from './tasks/calendar.controller.js';
import { TaskCalendar } from './tasks/task-calendar.js';
import { TaskClockwork } from './tasks/task-clockwork.js';
import { TaskDesk } from './tasks/task-desk.js';
import { TasksController } from './tasks/tasks.controller.js';
import { STRATEGY_CONTROLLERS, STRATEGY_PROVIDERS } from './strategies/strategy-parts.js';
import { SalesTeamController } from './team/sales-team.controller.js';
import { VisitPlanner } from './visits/visit-planner.js';
import { VisitsController } from './visits/visits.controller.js';

/** What notification is made of. */
@Module({
  imports: [DeadLettersModule.of(CustomerTransition, ClockMoved, CustomerActivity)],
  controllers: [
    AlertsController,
    UnreadController,
    EndpointsController,
    WebhooksController,
    DeliveriesController,
    SalesTeamController,
    LinksController,
    CalendarController,
    TasksController,
    VisitsController,
    OutcomesController,
    ReportsController,
    InboxController,
    ...RULE_CONTROLLERS,
    ...STRATEGY_CONTROLLERS,
  ],
  providers: [
    { provide: RULE_POLICY, useFactory: () => loadPolicy() },
    {
      provide: CALENDAR_OF,
      inject: [ServiceConfig],
      useFactory: ({ tenants }: ServiceConfig) => tenantCalendars(tenants),
    },
    ...RULE_PROVIDERS,
    ...STRATEGY_PROVIDERS,
    AlertFeed,
    AlertInbox,
    UnreadAlerts,
    AlertClockwork,
    OutcomeSettler,
    OutcomeReader,
    ReportReader,
    KeyRing,
    CardLinker,
    LinkActs,
    TaskCalendar,
    TaskClockwork,
    TaskDesk,
    VisitPlanner,
    EndpointRegistry,
    EndpointTester,
    DeliveryQueue,
    DeliveryWorker,
    {
      provide: DELIVERY_PARTS,
      inject: [Database, RULE_POLICY, EndpointRegistry, CardLinker, DeliveryQueue, AlertFeed],
      useFactory: (
        ...[database, policy, registry, linker, queue, feed]: [
          ...[Database, RulePolicy, EndpointRegistry, CardLinker, DeliveryQueue, AlertFeed],
        ]
      ) => deliveryParts({ database, policy, registry, linker, queue, feed }),
    },
  ],
})
export class AppModule {}
