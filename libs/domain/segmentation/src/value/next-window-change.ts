import type { Amount, Day } from '@orderweave/domain-ordering';
import { DEFAULT_WINDOWS, type DatedDocument, type Windows } from './window-figures.js';

/** What a day adds to a customer's figures by itself. */
interface Passage {
  amount: Amount;
  purchaseDays: number;
  recentPurchaseDays: number;
  purchase: boolean;
}

/**
 * The next local day after `day` on which a customer's window figures change should nothing be recorded: a document leaves a window,
 * or one dated ahead comes in. Null if none does. Documents that leave on one day and add up to 0 change nothing.
 */
export function nextWindowChange(
  documents: Iterable<DatedDocument>,
  day: Day,
  { amountDays, frequencyDays }: Windows = DEFAULT_WINDOWS,
): Day | null {
  const passages = new Map<Day, Passage>();
  const on = (then: Day): Passage | undefined => {
    if (then <= day) return undefined;
    let passage = passages.get(then);
    if (!passage) {
      passage = { amount: 0n, purchaseDays: 0, recentPurchaseDays: 0, purchase: false };
      passages.set(then, passage);
    }
    return passage;
  };
  const purchases = new Set<Day>();
  for (const { placedOn, amount, counts, purchase } of documents) {
    if (!counts) continue;
    const [comes, leaves] = [on(placedOn), on(placedOn + amountDays)];
    if (comes) comes.amount += amount;
    if (leaves) leaves.amount -= amount;
    if (purchase) purchases.add(placedOn);
  }
  for (const placedOn of purchases) {
    const comes = on(placedOn);
    if (comes) {
      comes.purchase = true;
      comes.purchaseDays++;
      comes.recentPurchaseDays++;
    }
    const [leaves, grewOld] = [on(placedOn + amountDays), on(placedOn + frequencyDays)];
    if (leaves) leaves.purchaseDays--;
    if (grewOld) grewOld.recentPurchaseDays--;
  }
  let next: Day | null = null;
  for (const [then, passage] of passages) if (changes(passage) && (next === null || then < next)) next = then;
  return next;
}

function changes({ amount, purchaseDays, recentPurchaseDays, purchase }: Passage): boolean {
  return amount !== 0n || purchaseDays !== 0 || recentPurchaseDays !== 0 || purchase;
}
