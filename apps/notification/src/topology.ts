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
import { hearClosingFeedback } from './feedback/hear-closing-feedback.js';
import { followOrders, type OrderFollowing } from './outcome/follow/follow-orders.js';
import { raiseAlerts, type AlertRaising } from './rules/raise-alerts.js';
import { followMerges } from './strategies/follow-merges.js';
import { noteProfiles } from './visits/note-profiles.js';
import { noteTiers } from './visits/note-tiers.js';

/** notification as one picture. */
export function notificationTopology(
  parts: AlertRaising,
  onClockMoved: OnClockMoved,
  orders: OrderFollowing,
): Topology {
  return topology(
    'notification',
    on(CustomerTransition)
      .run(noteTiers(hearClosingFeedback(raiseAlerts(parts)), parts.calendarOf))
      .emits(AlertChanged, EntitlementChanged),
    on(ClockMoved).run(followClock(onClockMoved)).emits(AlertChanged),
    on(CustomerActivity, CustomerProfiled)
      .run(followMerges(noteProfiles(followOrders(orders)), orders.now))
      .emits(EntitlementChanged),
    from('POST /v1/rules/:version/activate: other strategies').emits(EntitlementChanged),
    from('POST /v1/alerts/:id/acknowledge, snooze, resolve, reopen; links of cards; deliveries; orders; time').emits(
      AlertChanged,
    ),
  );
}
