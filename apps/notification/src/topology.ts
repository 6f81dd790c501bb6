import {
  AlertChanged,
  ClockMoved,
  CustomerActivity,
  CustomerProfiled,
  CustomerTransition,
} from '@orderweave/contracts';
import { from, on, topology, type Topology } from '@orderweave/stream';
import { followClock, type OnClockMoved } from './clock/follow-clock.js';
import { followOrders, type OrderFollowing } from './outcome/follow/follow-orders.js';
import { raiseAlerts, type AlertRaising } from './rules/raise-alerts.js';

/** notification as one picture. */
export function notificationTopology(
  parts: AlertRaising,
  onClockMoved: OnClockMoved,
  orders: OrderFollowing,
): Topology {
  return topology(
    'notification',
    on(CustomerTransition).run(raiseAlerts(parts)).emits(AlertChanged),
    on(ClockMoved).run(followClock(onClockMoved)).emits(AlertChanged),
    on(CustomerActivity, CustomerProfiled).run(followOrders(orders)).emitsNothing(),
    from('POST /v1/alerts/:id/acknowledge, snooze, resolve, reopen; links of cards; deliveries; orders; time').emits(
      AlertChanged,
    ),
  );
}
