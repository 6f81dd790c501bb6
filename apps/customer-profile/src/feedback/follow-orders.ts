import {
  CustomerActivity,
  CustomerProfiled,
  type Activity,
  type Profile,
  type RecordedOrder,
} from '@orderweave/contracts';
import type { IdentityPolicy } from '@orderweave/domain-network';
import type { Transaction } from '@orderweave/postgres';
import type { Emission, Handled, Received } from '@orderweave/stream';
import { ownersOf } from './feedback-owners.js';
import { orderReference, type FeedbackChange } from './feedback-state.js';
import { findFeedback, hasFeedback, lockFeedback, saveFeedback } from './feedback.store.js';
import { meaningsOf } from './meanings-of.js';

type OrderHandler = (events: readonly Received<RecordedOrder>[], tx: Transaction) => Promise<Handled>;

/** What a batch of orders changed for one tenant, by which feedback is found. */
interface Touched {
  readonly references: Set<string>;
  readonly customers: Set<string>;
}

/**
 * A handler of orders that also has feedback follow them, in the same transaction: what waited for an order or an identifier gets its customer, what
 * belongs to a merged or split customer passes on. Comes last, so that whoever waits for a row of feedback holds everybody up the least; where a tenant has
 * no feedback it costs one look.
 */
export function followOrders(handle: OrderHandler, { policy }: { readonly policy: IdentityPolicy }): OrderHandler {
  const known = new Set<string>();
  const following: OrderHandler = async (events, tx) => {
    const handled = await handle(events, tx);
    const emits = [...(handled.emits ?? [])];
    for (const [tenant, touched] of touchedBy(emits)) {
      if (!known.has(tenant)) {
        if (!(await hasFeedback(tx, tenant))) continue;
        known.add(tenant);
      }
      for (const change of await passOn(tx, tenant, touched, policy)) emits.push(...meaningsOf(tenant, change));
    }
    return { ...handled, emits };
  };
  return Object.defineProperty(following, 'name', { value: handle.name });
}

/** By tenant, sorted. Orders that change hands and identifiers that do are told; so what is told is all that can matter. */
function touchedBy(emits: readonly Emission[]): [string, Touched][] {
  const byTenant = new Map<string, Touched>();
  const of = (tenant: string): Touched => {
    const known = byTenant.get(tenant) ?? { references: new Set<string>(), customers: new Set<string>() };
    byTenant.set(tenant, known);
    return known;
  };
  for (const { event, payload } of emits) {
    if (event.type === CustomerActivity.type) {
      const { tenant, order } = payload as Activity;
      of(tenant).references.add(orderReference(order));
    } else if (event.type === CustomerProfiled.type) {
      const { tenant, customerId, identifiers, version } = payload as Profile;
      const { references, customers } = of(tenant);
      for (const identifier of identifiers) references.add(identifier);
      // A new customer has no feedback that it could lose.
      if (version > 1) customers.add(customerId);
    }
  }
  return [...byTenant].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function passOn(
  tx: Transaction,
  tenant: string,
  { references, customers }: Touched,
  policy: IdentityPolicy,
): Promise<FeedbackChange[]> {
  const found = await findFeedback(tx, tenant, { references: [...references], customers: [...customers] });
  if (found.length === 0) return [];
  const states = [...(await lockFeedback(tx, tenant, found)).values()];
  const owners = await ownersOf(tx, tenant, states, policy);
  const changes = states.flatMap((before, index): FeedbackChange[] => {
    const customerId = owners[index] ?? null;
    if (customerId === before.customerId) return [];
    const attached = before.attached || customerId !== null;
    return [{ before, after: { ...before, customerId, attached, version: before.version + 1 } }];
  });
  await saveFeedback(tx, tenant, changes);
  return changes;
}
