import type { RecordedOrder } from '@orderweave/contracts';
import type { Transaction } from '@orderweave/postgres';
import type { Emission, Handled, Outcome, Received } from '@orderweave/stream';
import { underIdentityLock } from '../identity/tenant-lock.js';
import { settleOrders, type SettleParts } from './settle-orders.js';
import { countUnvalued } from './unvalued-orders.js';

/** Makes the handler that weaves recorded orders into the network and tells what they mean to their customers. */
export function applyOrdersTo(parts: SettleParts) {
  return async function applyOrders(events: readonly Received<RecordedOrder>[], tx: Transaction): Promise<Handled> {
    const emits: Emission[] = [];
    const outcomes = new Map<Received, Outcome>();
    for (const [tenant, ofTenant] of [...groupByTenant(events)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const settled = await underIdentityLock(tx, tenant, (mode) =>
        settleOrders(tx, { tenant, events: ofTenant, mode }, parts),
      );
      for (const emission of settled.emits) emits.push(emission);
      for (const [received, outcome] of settled.outcomes) outcomes.set(received, outcome);
      tx.onCommit(() => countUnvalued(settled.statements));
    }
    return { emits, outcomes };
  };
}

function groupByTenant(events: readonly Received<RecordedOrder>[]): Map<string, Received<RecordedOrder>[]> {
  const groups = new Map<string, Received<RecordedOrder>[]>();
  for (const event of events) {
    const group = groups.get(event.payload.tenant);
    if (group) group.push(event);
    else groups.set(event.payload.tenant, [event]);
  }
  return groups;
}
