import { AlertChanged, ClockMoved, CustomerTransition } from '@orderweave/contracts';
import { from, on, topology, type Topology } from '@orderweave/stream';
import { followClock } from './clock/follow-clock.js';
import { raiseAlerts, type AlertRaising } from './rules/raise-alerts.js';

/** notification as one picture. */
export function notificationTopology(parts: AlertRaising): Topology {
  return topology(
    'notification',
    on(CustomerTransition).run(raiseAlerts(parts)).emits(AlertChanged),
    on(ClockMoved).run(followClock()).emitsNothing(),
    from('POST /v1/alerts/:id/acknowledge, snooze, resolve; deliveries').emits(AlertChanged),
  );
}
