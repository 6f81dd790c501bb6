import {
  AlertChanged,
  ClockMoved,
  CustomerActivity,
  CustomerProfiled,
  CustomerTransition,
  EntitlementChanged,
} from '@orderweave/contracts';
import { from, on, topology, type Topology } from '@orderweave/stream';
import { followClock, type OnClockMoved } from './clock/follow-clock.js';
import { followProfiles } from './merges/follow-profiles.js';
import type { HandOver } from './merges/hand-over.js';
import { hearClosingFeedback } from './feedback/hear-closing-feedback.js';
import { followOrders, type OrderFollowing } from './outcome/follow/follow-orders.js';
import { raiseAlerts, type AlertRaising } from './rules/raise-alerts.js';
import type { RuleDirectory } from './rules/versions/rule-directory.js';
import { followMerges } from './strategies/follow-merges.js';
import { noteTiers } from './visits/note-tiers.js';

/** notification as one picture. */
export function notificationTopology(
  parts: AlertRaising,
  onClockMoved: OnClockMoved,
  customers: OrderFollowing & { readonly handOver: HandOver; readonly rules: RuleDirectory },
): Topology {
  return topology(
    'notification',
    on(CustomerTransition)
      .run(noteTiers(hearClosingFeedback(raiseAlerts(parts)), parts.calendarOf, customers.handOver))
      .emits(AlertChanged, EntitlementChanged),
    on(ClockMoved).run(followClock(onClockMoved)).emits(AlertChanged),
    on(CustomerActivity, CustomerProfiled)
      .run(followMerges(followProfiles(followOrders(customers), customers), customers))
      .emits(EntitlementChanged),
    from('POST /v1/rules/:version/activate: other strategies').emits(EntitlementChanged),
    from('POST /v1/alerts/:id/acknowledge, snooze, resolve, reopen; links of cards; deliveries; orders; time').emits(
      AlertChanged,
    ),
  );
}
