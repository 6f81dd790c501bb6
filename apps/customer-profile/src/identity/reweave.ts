import {
  assignCustomers,
  isShared,
  mayLink,
  originOf,
  weave,
  type Assignment,
  type IdentifiedDocument,
  type IdentityPolicy,
  type KnownIdentifier,
  type WovenGroup,
} from '@orderweave/domain-network';
import type { Transaction } from '@orderweave/postgres';
import type { OrderState } from '../network/order-state.js';
import type { Belonging, FoundedCustomer } from './belonging.js';
import { loadWithAliases, type CustomerRow } from './customer.store.js';
import { freeCustomerId } from './free-customer-id.js';
import { saveIdentifiers } from './identity.store.js';
import { loadReweaveScope, type ReweaveScope, type StatedDocument } from './reweave-scope.js';

/**
 * Weaves the customers that stated documents touch anew from all their documents, and writes whose their identifiers are: merges,
 * splits, identifiers that become shared or stop being it. Under the exclusive lock.
 */
export async function reweave(
  tx: Transaction,
  tenant: string,
  stated: readonly StatedDocument[],
  policy: IdentityPolicy,
): Promise<Belonging> {
  const scope = await loadReweaveScope(tx, tenant, stated, policy);
  const shared = (identifier: string) => isSharedIn(scope, identifier, policy);
  const documents = new Map<string, IdentifiedDocument>();
  for (const [key, state] of scope.documents) documents.set(key, { ...state, key });
  for (const document of stated) documents.set(document.key, document);
  const groups = weave(documents.values(), (identifier) => mayLink(identifier, policy) && !shared(identifier));
  const existing = await loadWithAliases(tx, tenant, scope.customerIds);
  const assignment = assignCustomers(
    groups,
    existing.map((row) => asExisting(row, scope)),
  );
  const founded = await foundMissing(tx, tenant, groups, assignment);
  const ids = groups.map((_, index) => assignment.ids[index] ?? founded.get(index)?.id ?? null);
  const owners = new Map(
    groups.flatMap((group, index) => group.identifiers.map((one) => [one, ids[index] ?? null] as const)),
  );
  const changed = await saveOwners(tx, tenant, { scope, owners, policy });
  const belongs = new Map(
    groups.flatMap((group, index) => group.documents.map((key) => [key, ids[index] ?? null] as const)),
  );
  const restated = new Set(stated.map(({ key }) => key));
  const moved = new Map<string, { state: OrderState; customerId: string | null }>();
  for (const [key, state] of scope.documents) {
    const customerId = belongs.get(key) ?? null;
    if (!restated.has(key) && customerId !== state.customerId) moved.set(key, { state, customerId });
  }
  const mergedInto = aliasChanges(existing, assignment, ids);
  for (const id of [...mergedInto.keys(), ...scope.customerIds]) changed.add(id);
  return {
    customers: new Map(stated.map(({ key }) => [key, belongs.get(key) ?? null])),
    ...{ moved, changed, mergedInto, founded: [...founded.values()] },
  };
}

function isSharedIn({ identifiers, counts }: ReweaveScope, identifier: string, policy: IdentityPolicy): boolean {
  const count = counts.get(identifier);
  return count === undefined ? (identifiers.get(identifier)?.shared ?? false) : isShared(identifier, count, policy);
}

function asExisting(row: CustomerRow, { identifiers }: ReweaveScope) {
  const own = [...identifiers].filter(([, { customerId }]) => customerId === row.customer_id).map(([one]) => one);
  const { customer_id: id, origin, first_at: firstAt } = row;
  return { id, origin, firstAt, identifiers: own, mergedInto: row.merged_into ?? undefined };
}

async function foundMissing(tx: Transaction, tenant: string, groups: readonly WovenGroup[], { ids }: Assignment) {
  const founded = new Map<number, FoundedCustomer>();
  for (const [index, { identifiers }] of groups.entries()) {
    if (ids[index] !== undefined) continue;
    const origin = originOf(identifiers);
    founded.set(index, { id: await freeCustomerId(tx, tenant, origin), origin, identifiers });
  }
  return founded;
}

async function saveOwners(
  tx: Transaction,
  tenant: string,
  {
    scope,
    owners,
    policy,
  }: { scope: ReweaveScope; owners: ReadonlyMap<string, string | null>; policy: IdentityPolicy },
): Promise<Set<string>> {
  const changed = new Set<string>();
  const rows = new Map<string, KnownIdentifier>();
  const seen = new Set([...scope.identifiers.keys(), ...owners.keys(), ...scope.counts.keys()]);
  for (const identifier of [...seen].sort()) {
    const before = scope.identifiers.get(identifier);
    const customerId = owners.get(identifier) ?? null;
    const shared = isSharedIn(scope, identifier, policy);
    const links = scope.counts.get(identifier) ?? before?.links ?? 0;
    if (before && before.customerId === customerId && before.shared === shared && before.links === links) continue;
    rows.set(identifier, { customerId, shared, links });
    if (before?.customerId === customerId) continue;
    for (const id of [before?.customerId, customerId]) if (id) changed.add(id);
  }
  await saveIdentifiers(tx, tenant, rows);
  return changed;
}

function aliasChanges(existing: readonly CustomerRow[], { aliases }: Assignment, ids: readonly (string | null)[]) {
  const changes = new Map<string, string | null>();
  for (const { customer_id: id, merged_into: before } of existing) {
    const home = aliases.get(id);
    const after = home === undefined ? (ids.includes(id) ? null : before) : (ids[home] ?? null);
    if (after !== before) changes.set(id, after);
  }
  return changes;
}
