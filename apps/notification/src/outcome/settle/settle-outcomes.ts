import { judgeOutcomes, readClock, type AlertOutcome } from '@orderweave/domain-notification';
import type { Transaction } from '@orderweave/postgres';
import { findFamilies } from '../../merges/find-families.js';
import { loadOrders } from '../follow/outcome-order.store.js';
import { loadWatched, saveOutcomes, type JudgedOutcome, type StoredOutcome } from './alert-outcome.store.js';
import { forgetOrders } from './forget-orders.js';
import { judgeAlone, takeNews } from './outcome-news.store.js';

/** An outcome that is another one now. */
export interface ChangedOutcome extends JudgedOutcome {
  readonly before: StoredOutcome;
}

/** Customers judged in one transaction at most. */
const MOST_CUSTOMERS = 500;

/**
 * Judges the outcomes of the customers of whom a tenant has news, under all their ids, and forgets documents that no alert can need any
 * more. A statement a table, each over the last months of these customers alone. What has to be judged is judged by the horizon up to which
 * documents are forgotten, and not by a clock that may have jumped since the news came. `wallNow` in epoch milliseconds.
 * Returns what is different, whether there may be more to judge, and what the tenant's clock shows.
 */
export async function settleOutcomes(
  tx: Transaction,
  tenant: string,
  wallNow: number,
): Promise<{ changed: ChangedOutcome[]; more: boolean; now: number }> {
  await judgeAlone(tx, tenant);
  const { customers, none, more, horizon, clock } = await takeNews(tx, tenant, MOST_CUSTOMERS);
  const now = readClock(clock, wallNow);
  const changed = customers.length > 0 ? await judge(tx, tenant, customers, horizon) : [];
  if (changed.length > 0) await saveOutcomes(tx, tenant, changed);
  if (!none && !more) await forgetOrders(tx, tenant, horizon, now);
  return { changed, more, now };
}

/** What is different of the outcomes of these customers and their families. */
async function judge(
  tx: Transaction,
  tenant: string,
  customers: readonly string[],
  horizon: number,
): Promise<ChangedOutcome[]> {
  const families = await findFamilies(tx, tenant, customers);
  const watched = await loadWatched(tx, tenant, [...families.keys()], horizon);
  const concerned = new Set(watched.map(({ customerId }) => families.get(customerId)));
  const ids = [...families].flatMap(([id, head]) => (concerned.has(head) ? [id] : []));
  const orders = ids.length > 0 ? await loadOrders(tx, tenant, ids, horizon) : [];
  const alertsOf = byFamily(watched, families);
  const ordersOf = byFamily(orders, families);
  return [...alertsOf].flatMap(([holder, alerts]) => {
    const outcomes = judgeOutcomes(alerts, ordersOf.get(holder) ?? []);
    return alerts.flatMap((before): ChangedOutcome[] => {
      // Of older ones not all documents are known any more.
      const outcome = before.startsAt >= horizon ? outcomes.get(before.id)! : before.outcome;
      if (before.holder === holder && isSame(outcome, before.outcome)) return [];
      return [{ alertId: before.id, holder, outcome, before }];
    });
  });
}

function byFamily<T extends { readonly customerId: string }>(
  things: readonly T[],
  families: ReadonlyMap<string, string>,
): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const thing of things) {
    const holder = families.get(thing.customerId)!;
    const others = grouped.get(holder);
    if (others) others.push(thing);
    else grouped.set(holder, [thing]);
  }
  return grouped;
}

function isSame(a: AlertOutcome, b: AlertOutcome): boolean {
  return (
    a.orders === b.orders &&
    a.amount === b.amount &&
    a.currency === b.currency &&
    a.creditedOrders === b.creditedOrders &&
    a.creditedAmount === b.creditedAmount &&
    a.first?.order === b.first?.order &&
    a.first?.placedAt === b.first?.placedAt &&
    a.first?.amount === b.first?.amount
  );
}
