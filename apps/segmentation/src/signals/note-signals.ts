import { showsHabit, type CustomerLedger } from '@orderweave/domain-segmentation';
import type { Transaction } from '@orderweave/postgres';
import type { CustomerState } from '../ledger/customer-state.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import { addNewsOfWatched, addSignalNews } from './signal-work.store.js';

/** A customer whose documents a batch has replaced. */
export interface TouchedCustomer {
  readonly before: CustomerLedger;
  /** As it is from now on, not yet written. */
  readonly state: CustomerState;
  readonly moment: TenantMoment;
  /** When the latest revision among the documents was made, epoch milliseconds; undefined where all are as old as their placing. */
  readonly revisedAt?: number | undefined;
}

/** What is noted of a customer. */
type News = Pick<CustomerState, 'tenant' | 'customerId'> & Pick<TouchedCustomer, 'revisedAt'>;

/**
 * Has the signals of customers judged anew, later and by somebody else: of those with purchase days enough for any, and of those who are to be
 * judged some day anyway, as after a complaint. Who waits for it already is not noted again, so that orders pay for it once however many
 * they are; only a revision is, as what it brings about is to be told as of then.
 */
export async function noteSignals(
  tx: Transaction,
  touched: readonly TouchedCustomer[],
  noted: () => void,
): Promise<void> {
  const stale: News[] = [];
  const others: News[] = [];
  for (const { before, state, moment, revisedAt } of touched) {
    if (state.signalsStale && revisedAt === undefined) continue;
    const { signals } = moment.policy;
    const habit = showsHabit(before.purchaseDays, signals) || showsHabit(state.ledger.purchaseDays, signals);
    (habit || state.signalsStale ? stale : others).push({
      tenant: state.tenant,
      customerId: state.customerId,
      revisedAt,
    });
    if (habit) state.signalsStale = true;
  }
  if (stale.length > 0) addSignalNews(tx, stale);
  const watched = others.length > 0 ? await addNewsOfWatched(tx, others) : 0;
  if (stale.length + watched > 0) tx.onCommit(noted);
}
