import { Counter, Gauge, Histogram } from 'prom-client';

/** The stream engine's metrics; labels are bounded by topics, reasons and codes. */
export const streamMetrics = {
  batchSize: new Histogram({
    name: 'orderweave_batch_size',
    help: 'Records a committed batch',
    labelNames: ['topic'],
    buckets: [1, 5, 20, 50, 100, 200, 500, 1000, 2000],
  }),
  batchSeconds: new Histogram({
    name: 'orderweave_batch_seconds',
    help: 'Time from the beginning of a batch to its commit',
    labelNames: ['topic'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
  }),
  retries: new Counter({ name: 'orderweave_batch_retries_total', help: 'Batches tried again', labelNames: ['topic'] }),
  drops: new Counter({
    name: 'orderweave_dropped_total',
    help: 'Records that needed nothing done',
    labelNames: ['topic', 'reason'],
  }),
  deadLetters: new Counter({
    name: 'orderweave_dead_letters_total',
    help: 'Records set aside',
    labelNames: ['topic', 'code'],
  }),
  published: new Counter({
    name: 'orderweave_published_total',
    help: 'Messages that Kafka acknowledged',
    labelNames: ['topic'],
  }),
  publishFailures: new Counter({ name: 'orderweave_publish_failures_total', help: 'Attempts to publish that failed' }),
  staleOwners: new Counter({
    name: 'orderweave_stale_owner_total',
    help: 'Batches refused because the partition had a new owner',
  }),
  consumerCrashes: new Counter({
    name: 'orderweave_consumer_crashes_total',
    help: 'Kafka consumers that crashed and were replaced',
  }),
  lag: new Gauge({ name: 'orderweave_consumer_lag', help: 'Records not yet committed', labelNames: ['topic'] }),
  outboxMessages: new Gauge({ name: 'orderweave_outbox_messages', help: 'Messages not yet published' }),
  outboxOldest: new Gauge({
    name: 'orderweave_outbox_oldest_seconds',
    help: 'Age of the oldest message not yet published',
  }),
};
