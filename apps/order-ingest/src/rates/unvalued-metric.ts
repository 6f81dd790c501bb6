import { Injectable } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { Gauge } from 'prom-client';
import { WaitingOrderStore } from './waiting-order.store.js';

const MOST_CHANNELS = 200;
/** A count holds for so many times what it cost: a twentieth of the time at most goes into counting. */
const HOLDS = 20;

/** `orderweave_unvalued_orders{channel}`, counted at a scrape. */
@Injectable()
export class UnvaluedMetric {
  private freshUntil = 0;

  constructor(database: Database, store: WaitingOrderStore) {
    const count = async (gauge: Gauge) => {
      const started = performance.now();
      if (started < this.freshUntil) return;
      const waiting = await store.count(database, MOST_CHANNELS);
      gauge.reset();
      for (const [channel, orders] of waiting) gauge.set({ channel }, orders);
      const ended = performance.now();
      this.freshUntil = ended + (ended - started) * HOLDS;
    };
    new Gauge({
      name: 'orderweave_unvalued_orders',
      help: 'Orders and credit notes that wait for an exchange rate',
      labelNames: ['channel'],
      async collect() {
        // A scrape also works while the database does not.
        await count(this).catch(() => undefined);
      },
    });
  }
}
