import type { Day, Month } from '@orderweave/domain-ordering';
import type { OrderResult, ServiceProgress, ShownAlert, TierCounts } from '../api/system-api.js';
import type { PlayEvents } from '../player/play-events.js';
import { SERVICES, type ServiceName } from '../services/service-catalogue.js';

/** A month as it was closed. */
export interface ClosedMonth {
  month: Month;
  tiers: TierCounts;
}

/** Everything that the live view shows, kept up to date by the player's events. Listeners hear of news worth a line. */
export class Board implements PlayEvents {
  readonly results: Record<OrderResult['result'], number> = { accepted: 0, duplicate: 0, stale: 0, quarantined: 0 };
  /** Records, messages and jobs not yet done, by service. */
  readonly waiting = Object.fromEntries(SERVICES.map(({ name }) => [name, 0])) as Record<ServiceName, number>;
  readonly months: ClosedMonth[] = [];
  alertsShown: readonly ShownAlert[] = [];
  firstDay: Day | undefined;
  lastDay: Day | undefined;
  day: Day | undefined;
  live = false;
  /** Milliseconds of `performance.now`. */
  startedAt = 0;
  onMonth: (closed: ClosedMonth) => void = () => undefined;
  onAlert: (alert: ShownAlert) => void = () => undefined;
  private readonly known = new Set<string>();

  get messages(): number {
    return Object.values(this.results).reduce((sum, count) => sum + count, 0);
  }

  /** Messages a second since the start. */
  get rate(): number {
    const seconds = (performance.now() - this.startedAt) / 1000;
    return seconds > 0 ? Math.round(this.messages / seconds) : 0;
  }

  /** Share of the days played, 0 to 1. */
  get share(): number {
    if (this.firstDay === undefined || this.lastDay === undefined || this.day === undefined) return 0;
    return (this.day - this.firstDay + 1) / (this.lastDay - this.firstDay + 1);
  }

  started(firstDay: Day, lastDay: Day, resumedAfter: Day | null): void {
    this.firstDay = firstDay;
    this.lastDay = lastDay;
    this.day = resumedAfter ?? firstDay - 1;
    this.startedAt = performance.now();
  }

  /** Counts what became of orders sent. */
  countResults(results: readonly OrderResult[]): void {
    for (const { result } of results) this.results[result] += 1;
  }

  progress(service: ServiceName, { lag, outbox, pending = {} }: ServiceProgress): void {
    const left = [...Object.values(lag), ...Object.values(pending)];
    this.waiting[service] = left.reduce((sum, count) => sum + count, outbox);
  }

  stepDone(lastDay: Day): void {
    this.day = lastDay;
  }

  monthClosed(month: Month, tiers: TierCounts): void {
    this.months.push({ month, tiers });
    this.onMonth({ month, tiers });
  }

  alerts(newestFirst: readonly ShownAlert[]): void {
    this.alertsShown = newestFirst;
    for (const alert of [...newestFirst].reverse()) {
      if (this.known.has(alert.id)) continue;
      this.known.add(alert.id);
      this.onAlert(alert);
    }
  }
}
