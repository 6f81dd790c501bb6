import type { RecordedOrder, Revision } from '@orderweave/contracts';
import { compareRevisions, judgeRevision, type RevisionResult } from '@orderweave/domain-ordering';

/** Documents by their key across tenants and channels. */
export type ByDocument<T> = ReadonlyMap<string, T>;

/** A document's key in memory. */
export function documentKey({
  tenant,
  channel,
  externalId,
}: Pick<RecordedOrder, 'tenant' | 'channel' | 'externalId'>): string {
  return `${tenant}/${channel}/${externalId}`;
}

/** The greatest revision of each document, sorted by key: transactions that lock rows in one order never lock each other out. */
export function greatestOfEach<T extends { readonly order: RecordedOrder }>(judged: readonly T[]): Map<string, T> {
  const greatest = new Map<string, T>();
  for (const one of judged) {
    const key = documentKey(one.order);
    const known = greatest.get(key);
    if (!known || compareRevisions(one.order.revision, known.order.revision) > 0) greatest.set(key, one);
  }
  return new Map([...greatest].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What each order is against the newest revision known when its turn comes, as if they had come one by one. */
export function judgeInTurn(orders: readonly RecordedOrder[], before: ByDocument<Revision>): RevisionResult[] {
  const newest = new Map(before);
  return orders.map((order) => {
    const key = documentKey(order);
    const result = judgeRevision(order.revision, newest.get(key));
    if (result === 'accepted') newest.set(key, order.revision);
    return result;
  });
}
