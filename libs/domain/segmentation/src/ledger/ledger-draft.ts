import { monthOf, type Amount, type Day, type Month } from '@orderweave/domain-ordering';
import type { CustomerLedger, LedgerEntry } from './customer-ledger.js';

/** What a document's new revision adds to (or takes from) the net amount of a month; never 0. */
export interface MonthDelta {
  readonly month: Month;
  readonly delta: Amount;
}

/** What became of a ledger's sums and days by one revision. */
export interface LedgerStep {
  readonly months: readonly MonthDelta[];
  /** Whether purchase days or document days are others than before. */
  readonly movesDays: boolean;
}

/**
 * A customer's ledger while documents in it are replaced by newer revisions: however many there are, its days are copied once. The ledger
 * that it begins with is never changed; days that stay are shared with it.
 */
export class LedgerDraft {
  private readonly purchases: DraftDays;
  private documents: DraftDays;
  private readonly intents: DraftDays;

  constructor({ purchaseDays, documentDays, intentDays }: CustomerLedger) {
    this.purchases = new DraftDays(purchaseDays);
    // Most customers have purchases alone: then both are one list.
    this.documents = documentDays === purchaseDays ? this.purchases : new DraftDays(documentDays);
    this.intents = new DraftDays(intentDays);
  }

  /** The ledger as it is by now; not to be kept while more is replaced. */
  get ledger(): CustomerLedger {
    return { purchaseDays: this.purchases.days, documentDays: this.documents.days, intentDays: this.intents.days };
  }

  /**
   * Puts a document's new revision in the place of the one that the ledger holds (`before`; undefined for a new document).
   * `stale` when that one is the same or a later revision. So the outcome is that of each document's greatest revision,
   * whatever the order and repetition of revisions.
   */
  replace(before: LedgerEntry | undefined, after: LedgerEntry): LedgerStep | 'stale' {
    if (before && before.version >= after.version) return 'stale';
    const [counted, counts] = [countedDay(before), countedDay(after)];
    const [purchased, purchases] = [purchaseDay(before), purchaseDay(after)];
    if (this.documents === this.purchases && (counted !== purchased || counts !== purchases))
      this.documents = new DraftDays(this.purchases.days.slice());
    if (this.documents !== this.purchases) this.documents.replace(counted, counts);
    this.purchases.replace(purchased, purchases);
    this.intents.replace(intentDay(before), intentDay(after));
    return { months: monthDeltas(before, after), movesDays: counted !== counts || purchased !== purchases };
  }
}

/** An ascending multiset of days that is copied before it is changed for the first time. */
class DraftDays {
  private copied = false;

  constructor(public days: Day[]) {}

  /** Takes one `before` out and puts one more `after` in. */
  replace(before: Day | null, after: Day | null): void {
    if (before === after) return;
    if (!this.copied) this.days = this.days.slice();
    this.copied = true;
    if (before !== null) this.remove(before);
    if (after !== null) this.add(after);
  }

  private remove(day: Day): void {
    const index = this.days.lastIndexOf(day);
    if (index < 0) throw new RangeError(`day ${day} of the entry to replace is not in the ledger`);
    this.days.splice(index, 1);
  }

  private add(day: Day): void {
    const { days } = this;
    let index = days.length; // the newest document is most often the last
    while (index > 0 && days[index - 1]! > day) index--;
    if (index === days.length) days.push(day);
    else days.splice(index, 0, day);
  }
}

function countedDay(entry?: LedgerEntry): Day | null {
  return entry?.counts ? entry.placedOn : null;
}

function purchaseDay(entry?: LedgerEntry): Day | null {
  return entry?.counts && entry.purchase ? entry.placedOn : null;
}

function intentDay(entry?: LedgerEntry): Day | null {
  return entry?.intent ? entry.placedOn : null;
}

function monthDeltas(before: LedgerEntry | undefined, after: LedgerEntry): MonthDelta[] {
  const taken = before?.counts ? { month: monthOf(before.placedOn), delta: -before.amount } : undefined;
  const given = after.counts ? { month: monthOf(after.placedOn), delta: after.amount } : undefined;
  const deltas =
    taken && given && taken.month === given.month
      ? [{ month: given.month, delta: taken.delta + given.delta }]
      : [taken, given];
  return deltas.filter((one): one is MonthDelta => one !== undefined && one.delta !== 0n);
}
