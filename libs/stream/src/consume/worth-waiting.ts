/** Longest wait for more, in milliseconds. */
export const LONGEST_WAIT_MS = 1_000;

/** Where a partition stands that lingers; all but the time are counts of records. */
export interface Lingering {
  /** Wait in this partition. */
  readonly own: number;
  /** Wait in partitions that do not linger, or are in hand. */
  readonly ahead: number;
  /** Since the first of its own was seen waiting. */
  readonly waitedMs: number;
  /** In a full batch. */
  readonly full: number;
}

/**
 * Whether work that costs less the more of it comes together waits for more: only while so much is ahead that the process is behind, not when
 * there is a full batch already, and never for long.
 */
export function worthWaiting({ own, ahead, waitedMs, full }: Lingering): boolean {
  return ahead >= full / 2 && own < full && waitedMs < LONGEST_WAIT_MS;
}
