import type { Day, Month } from '@orderweave/domain-ordering';
import type { OrderResult, ServiceProgress, ShownAlert, TierCounts } from '../api/system-api.js';
import type { ServiceName } from '../services/service-catalogue.js';

/** What a player tells while it plays. */
export interface PlayEvents {
  started(firstDay: Day, lastDay: Day, resumedAfter: Day | null): void;
  countResults(results: readonly OrderResult[]): void;
  progress(service: ServiceName, progress: ServiceProgress): void;
  stepDone(lastDay: Day): void;
  monthClosed(month: Month, tiers: TierCounts): void;
  alerts(newestFirst: readonly ShownAlert[]): void;
}
