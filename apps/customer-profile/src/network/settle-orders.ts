import type { RecordedOrder } from '@orderweave/contracts';
import type { IdentityPolicy } from '@orderweave/domain-network';
import type { Transaction } from '@orderweave/postgres';
import type { Emission, Outcome, Received } from '@orderweave/stream';
import { foundCustomers } from '../identity/found-customers.js';
import { refreshCustomers } from '../identity/refresh-customers.js';
import { settleIdentity } from '../identity/settle-identity.js';
import { staleTraits } from '../identity/stale-traits.js';
import { NeedsExclusiveError, type IdentityMode } from '../identity/tenant-lock.js';
import { activitiesOf } from './activities-of.js';
import { readLines, type ToldLine } from './line.store.js';
import { newestOf, statementsOf } from './newest-statements.js';
import { orderChanges, targetOf } from './order-changes.js';
import type { OrderIds } from './order-ids.js';
import { loadOrders } from './order.store.js';
import type { OrderChange, OrderState, Statement } from './order-state.js';
import type { NetworkWriter } from './network-writer.js';

/** What settling a batch needs. */
export interface SettleParts {
  readonly policy: IdentityPolicy;
  readonly ids: OrderIds;
  readonly writer: NetworkWriter;
}

/** One tenant's share of a batch. */
export interface TenantBatch {
  readonly tenant: string;
  readonly events: readonly Received<RecordedOrder>[];
  readonly mode: IdentityMode;
}

/** What came of it. */
export interface Settled {
  readonly emits: Emission[];
  readonly outcomes: ReadonlyMap<Received, Outcome>;
  readonly statements: readonly Statement[];
}

/** Takes one tenant's messages to a new state of the network: load, decide whose they are and what they are worth, write, tell. */
export async function settleOrders(tx: Transaction, batch: TenantBatch, parts: SettleParts): Promise<Settled> {
  const { tenant, events, mode } = batch;
  const outcomes = new Map<Received, Outcome>();
  const newest = newestOf(events, outcomes);
  const inForce = await loadInForce(tx, batch, newest);
  const statements = statementsOf(newest, inForce, outcomes);
  if (statements.length === 0) return { emits: [], outcomes, statements };
  const documents = statements.map(({ key, order }) => {
    const before = inForce.get(key);
    const { identifiers, placedAt } = order;
    return { key, identifiers, placedAt, before: before?.identifiers, customerId: before?.customerId ?? null };
  });
  const belonging = await settleIdentity(tx, tenant, documents, { mode, policy: parts.policy });
  const { customers, moved } = belonging;
  const takeId = await parts.ids.take(tx, statements.filter(({ key }) => !inForce.has(key)).length);
  const changes = orderChanges({ statements, inForce, customers, moved, takeId });
  await parts.writer.write(tx, tenant, changes);
  const byCustomer = groupByCustomer(statements, customers);
  const founded = await foundCustomers(tx, tenant, belonging.founded, byCustomer);
  const stale = [...belonging.changed, ...(await staleTraits(tx, tenant, byCustomer, belonging.founded))];
  if (mode === 'exclusive') stale.push(...belonging.founded.map(({ id }) => id));
  const refreshed = await refreshCustomers(tx, tenant, stale, belonging);
  parts.writer.writeProducts(tx, tenant, changes);
  const lines = await linesOfUnstated(tx, changes);
  const activities = changes.flatMap((change) => activitiesOf(tenant, change, lines.get(change.after.orderId)));
  const emits = [...founded, ...refreshed, ...activities];
  return { emits, outcomes, statements };
}

/** What the orders that moved, or that a credit note speaks of, consist of: read only where there are any. */
function linesOfUnstated(tx: Transaction, changes: readonly OrderChange[]): Promise<Map<number, ToldLine[]>> {
  const unstated = changes.filter(({ statement, after }) => !statement && after.counts && after.customerId !== null);
  return readLines(
    tx,
    unstated.map(({ after }) => after.orderId),
  );
}

async function loadInForce(
  tx: Transaction,
  { tenant, mode }: TenantBatch,
  newest: ReadonlyMap<string, Received<RecordedOrder>>,
): Promise<Map<string, OrderState>> {
  const keys = new Set(newest.keys());
  for (const { payload } of newest.values()) if (payload.refundsOrder !== undefined) keys.add(targetOf(payload));
  const inForce = await loadOrders(tx, tenant, keys);
  const former = [...newest.keys()].flatMap((key) => {
    const before = inForce.get(key);
    return before?.refundsOrder === undefined || keys.has(targetOf(before)) ? [] : [targetOf(before)];
  });
  if (former.length > 0) {
    // The order that a note named until now is in another partition's hands.
    if (mode === 'shared') throw new NeedsExclusiveError('a credit note names another order than before');
    for (const [key, state] of await loadOrders(tx, tenant, former)) inForce.set(key, state);
  }
  return inForce;
}

function groupByCustomer(statements: readonly Statement[], customers: ReadonlyMap<string, string | null>) {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const customerId = customers.get(statement.key);
    if (!customerId) continue;
    const group = groups.get(customerId);
    if (group) group.push(statement);
    else groups.set(customerId, [statement]);
  }
  return groups;
}
