import type { Day } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { SeenTransition } from '../decide-alerts.js';
import { readDay, type TransitionOfDay } from './kept-transition.store.js';

/** Rows read at a time, so that a day may have any number. */
const PAGE = 5_000;

/** What a tenant's days brought, in the batches in which it came: what came together is judged together. */
export async function* readBatches(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  days: readonly Day[],
): AsyncGenerator<SeenTransition[]> {
  for (const day of days) {
    let batch: SeenTransition[] = [];
    let last: TransitionOfDay | undefined;
    for (;;) {
      const rows: TransitionOfDay[] = await readDay(reader, tenant, day, { after: last, limit: PAGE });
      for (const row of rows) {
        if (last && last.batch !== row.batch) {
          yield batch;
          batch = [];
        }
        batch.push({ transition: row.transition, now: row.seenAt.getTime() });
        last = row;
      }
      if (rows.length < PAGE) break;
    }
    if (batch.length > 0) yield batch;
  }
}
