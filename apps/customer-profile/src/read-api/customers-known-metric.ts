import { Injectable } from '@nestjs/common';
import { Database, statement } from '@orderweave/postgres';
import { Gauge } from 'prom-client';

const COUNT = statement('customers.count', 'SELECT count(*)::int AS known FROM customer WHERE merged_into IS NULL');
const FRESH_MS = 15_000;

/** `orderweave_customers_known`, counted at a scrape, at most every 15 seconds. */
@Injectable()
export class CustomersKnownMetric {
  private countedAt = 0;

  constructor(database: Database) {
    const count = async (gauge: Gauge) => {
      if (Date.now() - this.countedAt < FRESH_MS) return;
      const [row] = await database.query<{ known: number }>(COUNT);
      gauge.set(row?.known ?? 0);
      this.countedAt = Date.now();
    };
    new Gauge({
      name: 'orderweave_customers_known',
      help: 'Customers, aliases not counted',
      async collect() {
        // A scrape also works while the database does not.
        await count(this).catch(() => undefined);
      },
    });
  }
}
