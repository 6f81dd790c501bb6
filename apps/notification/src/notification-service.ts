import type { RulePolicy } from '@orderweave/domain-notification';
import type { ServiceParts } from '@orderweave/service';
import { AlertFeed } from './alerts/alert-feed.js';
import { AppModule } from './app.module.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { AlertClockwork } from './life/alert-clockwork.js';
import { CALENDAR_OF, type CalendarOf } from './life/tenant-calendar.js';
import { takeOneClick } from './links/take-one-click.js';
import { handOver } from './merges/hand-over.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { OutcomeSettler } from './outcome/settle/outcome-settler.js';
import { TransitionLog } from './rules/kept/transition-log.js';
import { RULE_POLICY } from './rules/load-policy.js';
import { RuleDirectory } from './rules/versions/rule-directory.js';
import { TaskClockwork } from './tasks/task-clockwork.js';
import { EntitlementKeeper } from './strategies/entitlement-keeper.js';
import { StrategyPass } from './strategies/strategy-pass.js';
import { notificationTopology } from './topology.js';

/** What the service is made of. */
export const notificationService: ServiceParts = {
  name: 'notification',
  module: AppModule,
  migrations: MIGRATIONS,
  http: takeOneClick,
  topology: (app) =>
    notificationTopology(
      {
        policy: app.get<RulePolicy>(RULE_POLICY),
        rules: app.get(RuleDirectory),
        log: app.get(TransitionLog),
        entitlements: app.get(EntitlementKeeper),
        calendarOf: app.get<CalendarOf>(CALENDAR_OF),
        queueDeliveries: (tx, alerts, terms) => app.get(DeliveryQueue).queue(tx, alerts, terms),
        onRaised: () => {
          app.get(AlertFeed).wake();
          app.get(OutcomeSettler).wake();
        },
        now: Date.now,
      },
      async (tx, tenant) => {
        // Whoever ordered before the clock moved is not escalated by its move.
        await app.get(OutcomeSettler).settle(tx, tenant, Date.now());
        await app.get(AlertClockwork).sweep(tx, tenant, Date.now());
        tx.onCommit(() => app.get(StrategyPass).wake());
        await app.get(TaskClockwork).sweep(tx, tenant, Date.now());
      },
      {
        handOver: handOver(app.get(AlertClockwork).reowning(Date.now)),
        rules: app.get(RuleDirectory),
        onNews: () => app.get(OutcomeSettler).wake(),
        now: Date.now,
      },
    ),
};
