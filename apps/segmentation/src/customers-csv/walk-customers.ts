import { setImmediate } from 'node:timers/promises';
import { statement, type Transaction } from '@orderweave/postgres';
import type { TenantMoment } from '../models/tenant-moment.js';
import { passes, type CustomerFilter } from './customer-filter.js';
import type { CustomerMeasures } from './customer-measures.js';
import { CustomerMeter } from './customer-meter.js';
import { PAGE_SIZE, readPage } from './stored-customers.store.js';
import type { Yardsticks } from './yardsticks.store.js';

/** Customers measured at a stretch: others are served in between. */
const STRETCH = 50;
const ONE_VIEW = statement('measures.one-view', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');

/** Has a transaction see one state of the database in all that follows. Its first statement. */
export async function holdOneView(tx: Transaction): Promise<void> {
  await tx.execute(ONE_VIEW);
}

/** Which customers to go through. */
export interface Walk {
  readonly moment: TenantMoment;
  readonly yardsticks: Yardsticks;
  readonly filter: CustomerFilter;
  /** The id before the first one. */
  readonly after: string;
}

/** The customers that pass a filter, by id, some at a time; a page of them is all that is ever held. */
export async function* walkCustomers(
  reader: Pick<Transaction, 'query'>,
  walk: Walk,
): AsyncGenerator<CustomerMeasures[]> {
  const meter = new CustomerMeter(walk.moment, walk.yardsticks);
  for (let { after } = walk; ;) {
    const page = await readPage(reader, walk, after);
    for (let start = 0; start < page.length; start += STRETCH) {
      const measured = page.slice(start, start + STRETCH).map((stored) => meter.measure(stored));
      yield measured.filter((customer) => passes(customer, walk.filter));
      await setImmediate();
    }
    if (page.length < PAGE_SIZE) return;
    after = page.at(-1)!.state.customerId;
  }
}
