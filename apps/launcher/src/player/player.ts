import { startOfDay, type Day, type Month } from '@orderweave/domain-ordering';
import { RequestRefused } from '../api/service-client.js';
import type { SystemApi } from '../api/system-api.js';
import type { PlayState } from '../home/play-state.js';
import type { ServiceName } from '../services/service-catalogue.js';
import type { PlaySource } from '../sources/play-source.js';
import { closedMonths } from './closed-months.js';
import type { PlayEvents } from './play-events.js';
import { postOrders } from './post-orders.js';
import { waitUntilDrained } from './wait-until-drained.js';

/** How a source is played. */
export interface PlayOptions {
  daysPerStep: number;
  graceDays: number;
  /** Remembers how far it is; called after every step. */
  save: (state: PlayState) => Promise<void>;
  signal: AbortSignal;
}

const WAIT_MS = 5_000;
const ALERTS_EVERY_MS = 1_000;

/**
 * Plays history on the manual clock: a step's orders, wait until every service is drained, move the clock, wait until what its
 * move causes is drained too. So a year takes minutes and gives exactly what the year gave.
 */
export class Player {
  private readonly shownMonths = new Set<Month>();
  private alertsAt = -Infinity;

  constructor(
    private readonly api: SystemApi,
    private readonly source: PlaySource,
    private readonly events: PlayEvents,
    private readonly options: PlayOptions,
  ) {}

  /** Plays what is left after `state`. Afterwards the clock stands at the day after the last, or runs by the wall. */
  async play(state: PlayState): Promise<void> {
    if (state.finished) return;
    const { source, options } = this;
    this.events.started(source.firstDay, source.lastDay, state.doneThrough);
    const begin = state.doneThrough === null ? source.firstDay : state.doneThrough + 1;
    for (const month of closedMonths(source.firstDay, begin, options.graceDays)) this.shownMonths.add(month);
    await this.moveClock(begin).catch((error: unknown) => {
      // Stopped between a clock's move and the note of it: the clock is where the step is about to bring it.
      if (state.doneThrough === null || !(error instanceof RequestRefused) || error.status !== 409) throw error;
    });
    for (const step of source.steps(state.doneThrough, options.daysPerStep)) {
      await postOrders(
        step.orders,
        (orders) => this.api.postOrders(orders, options.signal),
        (results) => this.events.countResults(results),
      );
      await this.drain('order-ingest');
      const last = step.lastDay === source.lastDay;
      if (last && source.endsToday) await this.api.setClock({ mode: 'wall' }, options.signal);
      else await this.moveClock(step.lastDay + 1);
      await this.drain('segmentation');
      await options.save({ ...state, doneThrough: step.lastDay, finished: last });
      this.events.stepDone(step.lastDay);
      await this.tell(step.lastDay + 1, last);
    }
  }

  private moveClock(day: Day): Promise<void> {
    const now = new Date(startOfDay(day, this.source.timeZone)).toISOString();
    return this.api.setClock({ mode: 'manual', now }, this.options.signal);
  }

  private drain(from: ServiceName): Promise<void> {
    const ask = (service: ServiceName) => this.api.progress(service, WAIT_MS, this.options.signal);
    return waitUntilDrained(from, ask, (name, progress) => this.events.progress(name, progress));
  }

  private async tell(today: Day, now: boolean): Promise<void> {
    const { signal, graceDays } = this.options;
    for (const month of closedMonths(this.source.firstDay, today, graceDays)) {
      if (this.shownMonths.has(month)) continue;
      this.shownMonths.add(month);
      const tiers = await this.api.finalTiers(month, signal);
      if (tiers) this.events.monthClosed(month, tiers);
    }
    if (!now && performance.now() - this.alertsAt < ALERTS_EVERY_MS) return;
    this.alertsAt = performance.now();
    this.events.alerts(await this.api.latestAlerts(20, signal));
  }
}
