import type { Amount } from '@orderweave/domain-ordering';

/** A winnable alert of a customer, under whichever id. Instants are epoch milliseconds. */
export interface WatchedAlert {
  readonly id: string;
  /** Documents count that were placed after `startsAt` and not after `until`. */
  readonly startsAt: number;
  readonly until: number;
  /** Whether anybody was told: money is credited to such alerts alone. */
  readonly told: boolean;
  /** The order that caused the alert; never its recovery. */
  readonly causeOrder: string | null;
}

/** What a document means to one id of a customer. */
export interface WatchedOrder {
  readonly order: string;
  /** Of several entries of one document the greatest version holds; at the same version the one that counts. */
  readonly version: number;
  readonly placedAt: number;
  /** Net amount in the base currency. */
  readonly amount: Amount;
  readonly currency: string;
  readonly counts: boolean;
  /** Whether its day is a purchase day: credit notes and orders refunded to zero have none. */
  readonly purchase: boolean;
}

/** What came of an alert. Without an order everything is nothing. */
export interface AlertOutcome {
  /** Orders in the window; the alert is recovered when there is one. */
  readonly orders: number;
  /** Net amount of the window: its orders, and its credit notes that name none. */
  readonly amount: Amount;
  readonly currency: string | null;
  readonly first: { readonly order: string; readonly placedAt: number; readonly amount: Amount } | null;
  /** The part that no later alert of the customer has a better claim to; these add up over alerts without counting money twice. */
  readonly creditedOrders: number;
  readonly creditedAmount: Amount;
}

/** No order came. */
export const NO_OUTCOME: AlertOutcome = Object.freeze({
  ...{ orders: 0, amount: 0n, currency: null, first: null, creditedOrders: 0, creditedAmount: 0n },
});

/**
 * What came of all alerts of one customer, given all that the customer's ids have to say of documents. A function of the two sets alone:
 * in which order, how often and under which id something came makes no difference. A document is credited to the alert that was
 * raised last before it, of those that told somebody and are recovered.
 */
export function judgeOutcomes(
  alerts: readonly WatchedAlert[],
  entries: readonly WatchedOrder[],
): Map<string, AlertOutcome> {
  const documents = documentsOf(entries);
  const outcomes = new Map(alerts.map((alert) => [alert.id, outcomeOf(alert, documents)]));
  // The last raised first; of two at once the greater id.
  const claims = alerts
    .filter(({ id, told }) => told && outcomes.get(id)!.orders > 0)
    .sort((a, b) => b.startsAt - a.startsAt || (a.id < b.id ? 1 : -1));
  for (const document of documents) {
    const claim = claims.find((alert) => holds(alert, document, outcomes.get(alert.id)!.currency));
    if (!claim) continue;
    const outcome = outcomes.get(claim.id)!;
    outcomes.set(claim.id, {
      ...outcome,
      creditedOrders: outcome.creditedOrders + (document.purchase ? 1 : 0),
      creditedAmount: outcome.creditedAmount + document.amount,
    });
  }
  return outcomes;
}

function outcomeOf(alert: WatchedAlert, documents: readonly WatchedOrder[]): AlertOutcome {
  const first = documents.find((document) => document.purchase && holds(alert, document, null));
  if (!first) return NO_OUTCOME;
  // A base currency that was changed meanwhile makes sums of neither.
  const held = documents.filter((document) => holds(alert, document, first.currency));
  return {
    ...NO_OUTCOME,
    orders: held.filter(({ purchase }) => purchase).length,
    amount: held.reduce((sum, { amount }) => sum + amount, 0n),
    currency: first.currency,
    first: { order: first.order, placedAt: first.placedAt, amount: first.amount },
  };
}

function holds(
  { startsAt, until, causeOrder }: WatchedAlert,
  document: WatchedOrder,
  currency: string | null,
): boolean {
  const { order, placedAt } = document;
  const inWindow = placedAt > startsAt && placedAt <= until;
  return inWindow && order !== causeOrder && (currency === null || document.currency === currency);
}

/** Each document once, as it holds, if it counts; the earliest first. */
function documentsOf(entries: readonly WatchedOrder[]): WatchedOrder[] {
  const newest = new Map<string, WatchedOrder>();
  for (const entry of entries) {
    const known = newest.get(entry.order);
    const newer = !known || entry.version > known.version;
    if (newer || (entry.version === known.version && entry.counts && !known.counts)) newest.set(entry.order, entry);
  }
  return [...newest.values()]
    .filter(({ counts }) => counts)
    .sort((a, b) => a.placedAt - b.placedAt || (a.order < b.order ? -1 : 1));
}
