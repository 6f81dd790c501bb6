import { AlertChanged, ClockMoved, CustomerTransition } from '@orderweave/contracts';
import { from, on, topology, type Topology } from '@orderweave/stream';
import { followClock, type OnClockMoved } from './clock/follow-clock.js';
import { raiseAlerts, type AlertRaising } from './rules/raise-alerts.js';

/** notification as one picture. */
export function notificationTopology(parts: AlertRaising, onClockMoved: OnClockMoved): Topology {
  return topology(
    'notification',
    on(CustomerTransition).run(raiseAlerts(parts)).emits(AlertChanged),
    on(ClockMoved).run(followClock(onClockMoved)).emits(AlertChanged),
    from('POST /v1/alerts/:id/acknowledge, snooze, resolve, reopen; links of cards; deliveries; time').emits(
      AlertChanged,
    ),
  );
}
