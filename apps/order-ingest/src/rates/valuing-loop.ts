import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { isTransient } from '@orderweave/postgres';
import { LOGGER, ProgressBoard } from '@orderweave/service';
import type { Logger } from 'pino';
import { OrderValuer } from './order-valuer.js';
import { RateBook } from './rate-book.js';
import { BEFORE_ALL, type WaitingPlace, type WaitingRange } from './waiting-order.store.js';

const LOOK_MS = 1_000;

/**
 * Values what waits as soon as a rate covers it: at the start, when one is stated here, and every second for what others stated. What is
 * still to be done stands in the database, so that a process that ends in the middle leaves the rest to the next.
 */
@Injectable()
export class ValuingLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private asked = false;
  /** Ranges that are known to have something to value. */
  private left = 0;

  constructor(
    private readonly rates: RateBook,
    private readonly valuer: OrderValuer,
    private readonly board: ProgressBoard,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.board.add('valuing', async () => this.left + Number(this.asked));
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
    // The configuration may have brought rates, and the last process may not have come to its end.
    this.hasten();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.ending.abort();
    await this.running;
  }

  /** Looks at once, since a rate was stated; the service counts as busy until that is done. */
  hasten(): void {
    this.asked = true;
    this.look();
  }

  /** Looks for what can be valued now; while a look is under way, once more after it. */
  private look(): void {
    if (this.ending.signal.aborted) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.valueAll()
      .catch((error: unknown) => {
        // What waits is tried again in a second, so a database that is away need not be told each time.
        if (!this.ending.signal.aborted && !isTransient(error)) this.log.error({ err: error }, 'cannot value orders');
      })
      .finally(() => {
        this.running = undefined;
        if (!this.again) return;
        this.again = false;
        this.look();
      });
  }

  private async valueAll(): Promise<void> {
    if (this.asked) this.left = 1;
    this.asked = false;
    await this.rates.refresh();
    const due = await this.valuer.due();
    this.left = due.length;
    for (const range of due) {
      await this.valueRange(range);
      this.left -= 1;
    }
  }

  private async valueRange(range: WaitingRange): Promise<void> {
    const { signal } = this.ending;
    let place: WaitingPlace | undefined = BEFORE_ALL;
    while (place && !signal.aborted) {
      const started = performance.now();
      place = await this.valuer.valueBatch(range, place);
      // As long a rest as the work was: half of the time belongs to new orders.
      if (place) await sleep(performance.now() - started, undefined, { signal });
    }
  }
}
