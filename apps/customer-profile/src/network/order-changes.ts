import { netAmount, revisedAt, type CreditNote } from '@orderweave/domain-network';
import type { OrderChange, OrderState, Statement } from './order-state.js';

/** What a batch found in the database and what it says. */
export interface OrderBatch {
  readonly statements: readonly Statement[];
  /** By key: documents of the batch, the orders that its credit notes name or named, and the notes that name any of them. */
  readonly inForce: ReadonlyMap<string, OrderState>;
  /** Whose each document of `statements` is now, by key. */
  readonly customers: ReadonlyMap<string, string | null>;
  /** Other documents that now belong to somebody else, by key. */
  readonly moved: ReadonlyMap<string, { readonly state: OrderState; readonly customerId: string | null }>;
  readonly takeId: () => number;
}

/** The documents that change: those stated, those that moved, and orders whose refunds changed with a credit note. */
export function orderChanges(batch: OrderBatch): OrderChange[] {
  const { statements, inForce, customers, moved } = batch;
  const drafts = new Map<string, OrderChange>();
  for (const statement of statements) {
    const before = inForce.get(statement.key);
    const after = stateOf(statement, customers.get(statement.key) ?? null, before, batch.takeId);
    drafts.set(statement.key, { key: statement.key, before, after, statement });
  }
  for (const [key, { state, customerId }] of moved) {
    if (drafts.has(key)) continue;
    const after = { ...state, customerId, version: state.version + 1 };
    drafts.set(key, { key, before: state, after, statement: undefined });
  }
  const notes = notesByOrder(drafts, inForce);
  const noted = notedOrders(drafts);
  for (const key of noted.keys()) {
    const state = inForce.get(key);
    if (state && !drafts.has(key)) {
      const after = { ...state, version: state.version + 1 };
      drafts.set(key, { key, before: state, after, statement: undefined });
    }
  }
  const changes: OrderChange[] = [];
  for (const change of drafts.values()) {
    // The refunds of an order that only moved were not read; what it is worth stays.
    const known = inForce.has(change.key) || change.before === undefined;
    const net = known ? netAmount(change.after, notes.get(change.key) ?? []) : change.after.net;
    const same = net === change.before?.net && change.after.customerId === change.before?.customerId;
    if (!change.statement && same) continue;
    change.after.net = net;
    if (change.before) change.revisedAt = revisedAt(change.after, change.before, noted.get(change.key));
    changes.push(change);
  }
  return changes;
}

function stateOf(
  { order, linesHash }: Statement,
  customerId: string | null,
  before: OrderState | undefined,
  takeId: () => number,
): OrderState {
  // Spelled out: objects put together by spreading cost several times as much, and there is one for every order.
  return {
    orderId: before?.orderId ?? takeId(),
    channel: order.channel,
    externalId: order.externalId,
    customerId,
    kind: order.kind,
    refundsOrder: order.refundsOrder,
    status: order.status,
    counts: order.counts,
    value: order.value,
    refunds: order.refunds,
    net: undefined,
    revision: order.revision,
    placedAt: order.placedAt,
    placedOn: order.placedOn,
    identifiers: order.identifiers,
    currency: order.currency,
    baseCurrency: order.baseCurrency,
    version: (before?.version ?? 0) + 1,
    linesHash,
  } as OrderState;
}

/** The orders that the batch's credit notes name, or named until now, each with when the latest of those notes was dated or revised. */
function notedOrders(changes: ReadonlyMap<string, OrderChange>): Map<string, string> {
  const noted = new Map<string, string>();
  for (const { before, after, statement } of changes.values()) {
    if (!statement) continue;
    for (const state of [before, after]) {
      if (state?.kind !== 'credit-note' || state.refundsOrder === undefined) continue;
      const [target, at] = [targetOf(state), revisedAt(after, before) ?? after.placedAt];
      if (at > (noted.get(target) ?? '')) noted.set(target, at);
    }
  }
  return noted;
}

function notesByOrder(
  changes: ReadonlyMap<string, OrderChange>,
  inForce: ReadonlyMap<string, OrderState>,
): Map<string, CreditNote[]> {
  const notes = new Map<string, CreditNote[]>();
  const add = (state: OrderState) => {
    if (state.kind !== 'credit-note' || state.refundsOrder === undefined) return;
    const target = targetOf(state);
    const others = notes.get(target);
    if (others) others.push(state);
    else notes.set(target, [state]);
  };
  for (const { after } of changes.values()) add(after);
  for (const [key, state] of inForce) if (!changes.has(key)) add(state);
  return notes;
}

/** Key of the order that a credit note names. */
export function targetOf({ channel, refundsOrder }: { channel: string; refundsOrder?: string | undefined }): string {
  return `${channel}/${refundsOrder ?? ''}`;
}
