import { formatAmount, type Amount } from '@orderweave/domain-ordering';
import type { ChangesResponse, CustomerChangeResponse } from './dry-run-response.js';

const MOST_TOLD = 100;

/** A customer that another policy sees otherwise. */
export interface SeenOtherwise {
  readonly customerId: string;
  readonly from: string | null;
  readonly to: string | null;
  /** By which the customers worth telling first are found. */
  readonly amount: Amount;
}

/** Counts changes by what they lead from and to, and keeps the hundred customers with the largest amounts. */
export class ChangeTally {
  private readonly counts = new Map<string, { from: string | null; to: string | null; customers: number }>();
  private readonly largest: SeenOtherwise[] = [];
  private total = 0;

  add(change: SeenOtherwise): void {
    const { from, to } = change;
    const key = `${from}>${to}`;
    const count = this.counts.get(key);
    if (count) count.customers++;
    else this.counts.set(key, { from, to, customers: 1 });
    this.total++;
    if (this.largest.length === MOST_TOLD && isBefore(this.largest[MOST_TOLD - 1]!, change)) return;
    let place = this.largest.length;
    while (place > 0 && isBefore(change, this.largest[place - 1]!)) place--;
    this.largest.splice(place, 0, change);
    if (this.largest.length > MOST_TOLD) this.largest.pop();
  }

  /** What was counted, by states in the order of their names. */
  told(): ChangesResponse {
    const changes = [...this.counts.values()].sort((a, b) => (`${a.from}>${a.to}` < `${b.from}>${b.to}` ? -1 : 1));
    const customers = this.largest.map(({ amount, ...change }): CustomerChangeResponse => {
      return { ...change, netAmount: formatAmount(amount) };
    });
    return { customersChanging: this.total, changes, customers };
  }
}

function isBefore(a: SeenOtherwise, b: SeenOtherwise): boolean {
  return a.amount > b.amount || (a.amount === b.amount && a.customerId < b.customerId);
}
