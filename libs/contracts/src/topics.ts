/** How each topic is created: partitions and retention; `ORDERWEAVE_PARTITIONS` and topic settings may override them. */
export interface TopicSettings {
  readonly partitions: number;
  /** Milliseconds; -1 keeps everything, so that state can be rebuilt from the log. */
  readonly retentionMs: number;
}

const FOREVER = -1;
const WEEK = 7 * 86_400_000;

export const TOPICS: Readonly<Record<string, TopicSettings>> = Object.freeze({
  'orders.inbound': { partitions: 6, retentionMs: WEEK },
  'orders.recorded': { partitions: 6, retentionMs: FOREVER },
  'feedback.recorded': { partitions: 6, retentionMs: FOREVER },
  'customers.activity': { partitions: 6, retentionMs: FOREVER },
  'segmentation.month-amounts': { partitions: 6, retentionMs: WEEK },
  'customers.transitions': { partitions: 6, retentionMs: FOREVER },
  'customers.entitlements': { partitions: 6, retentionMs: FOREVER },
  'tenants.clock': { partitions: 1, retentionMs: FOREVER },
  alerts: { partitions: 3, retentionMs: FOREVER },
});
