import type { Transaction } from '@orderweave/postgres';
import { Counter, Histogram } from 'prom-client';

/** The service's metrics; labels are bounded by kinds and hops. */
export const segmentationMetrics = {
  transitions: new Counter({
    name: 'orderweave_transitions_total',
    help: 'Transitions published',
    labelNames: ['kind'],
  }),
  endToEnd: new Histogram({
    name: 'orderweave_end_to_end_seconds',
    help: 'Delay of a hop: from the message that caused it to its commit',
    labelNames: ['hop'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
  }),
};

/** Counts transitions once they are committed, and the delay since the oldest message of the batch that brought them. */
export function observeTransitions(
  tx: Transaction,
  changes: readonly { kind: string; count?: number }[],
  causes: readonly { timestamp: number }[],
  wallNow: () => number,
): void {
  if (changes.length === 0 || tx.silent) return;
  tx.onCommit(() => {
    for (const { kind, count = 1 } of changes) segmentationMetrics.transitions.inc({ kind }, count);
    const oldest = causes.reduce((least, { timestamp }) => Math.min(least, timestamp), Number.POSITIVE_INFINITY);
    if (Number.isFinite(oldest)) {
      segmentationMetrics.endToEnd.observe({ hop: 'transition' }, Math.max(0, wallNow() - oldest) / 1000);
    }
  });
}
