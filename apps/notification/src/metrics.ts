import { Counter, Histogram } from 'prom-client';

/** The service's own metrics; labels are bounded by states, severities and results. */
export const alertMetrics = {
  alerts: new Counter({
    name: 'orderweave_alerts_total',
    help: 'Alerts that reached a state',
    labelNames: ['state', 'severity'],
  }),
  deliveries: new Counter({
    name: 'orderweave_deliveries_total',
    help: 'Attempts to deliver a message to an endpoint',
    labelNames: ['result', 'channel'],
  }),
  endToEnd: new Histogram({
    name: 'orderweave_end_to_end_seconds',
    help: 'Time from what caused it to the commit of this hop',
    labelNames: ['hop'],
    buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60],
  }),
};
