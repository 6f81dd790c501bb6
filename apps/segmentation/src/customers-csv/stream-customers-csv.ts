import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { Database } from '@orderweave/postgres';
import { csvRow } from '@orderweave/service';
import type { TenantMoments } from '../models/tenant-moments.js';
import { CUSTOMER_COLUMNS_OF_CSV } from './customer-columns.js';
import type { CustomerFilter } from './customer-filter.js';
import { holdOneView, walkCustomers } from './walk-customers.js';
import { readYardsticks } from './yardsticks.store.js';

/** Whose customers, and where they are read from. */
export interface CustomersCsvRequest {
  readonly database: Database;
  readonly moments: TenantMoments;
  readonly tenant: string;
  readonly filter: CustomerFilter;
}

/** All measures of all known customers as CSV, one row a customer by id, of one moment, read as fast as the receiver takes it. */
export function streamCustomersCsv({ database, moments, tenant, filter }: CustomersCsvRequest): Readable {
  const out = new PassThrough();
  const gone = new AbortController();
  out.once('close', () => gone.abort());
  const write = async (text: string): Promise<void> => {
    gone.signal.throwIfAborted();
    if (!out.write(text)) await once(out, 'drain', { signal: gone.signal });
  };
  database
    .transaction(async (tx) => {
      await holdOneView(tx);
      const moment = (await moments.load(tx, [tenant])).get(tenant)!;
      const yardsticks = await readYardsticks(tx, moment);
      await write(csvRow(CUSTOMER_COLUMNS_OF_CSV.map(({ name }) => name)));
      for await (const customers of walkCustomers(tx, { moment, yardsticks, filter, after: '' })) {
        const lines = customers.map((customer) => csvRow(CUSTOMER_COLUMNS_OF_CSV.map((column) => column.of(customer))));
        if (lines.length > 0) await write(lines.join(''));
      }
    })
    .then(
      () => out.end(),
      // Whoever hung up needs no answer; others see the transfer break off rather than end too early.
      (error: Error) => out.destroy(gone.signal.aborted ? undefined : error),
    );
  return out;
}
