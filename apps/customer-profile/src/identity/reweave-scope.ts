import {
  customerLinks,
  isShared,
  linkKey,
  mayLink,
  type CustomerLink,
  type IdentityPolicy,
  type JoiningDocument,
  type KnownIdentifier,
} from '@orderweave/domain-network';
import type { Transaction } from '@orderweave/postgres';
import { loadOrdersCarrying, loadOrdersOf } from '../network/order.store.js';
import type { OrderState } from '../network/order-state.js';
import {
  countLinks,
  insertLinks,
  loadIdentifiers,
  loadIdentifiersOf,
  loadKnownLinks,
  removeLinks,
} from './identity.store.js';

/** A stated document with the instant that it was placed at. */
export interface StatedDocument extends JoiningDocument {
  readonly placedAt: string;
  readonly customerId: string | null;
}

/** Everything that a merge or split can touch: whole customers, with all their documents and identifiers. */
export interface ReweaveScope {
  /** Documents in force, by key; those that the batch states are as they were before. */
  readonly documents: Map<string, OrderState>;
  readonly customerIds: Set<string>;
  /** As stored. */
  readonly identifiers: Map<string, KnownIdentifier>;
  /** Links of the identifiers whose links may have changed. */
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Reads the customers that stated documents touch, and brings the links up to date with what the documents say now. Under the exclusive
 * lock. Customers are closed under linking identifiers, so those found are all that can change; only an identifier that stops
 * being shared brings in customers of others' documents.
 */
export async function loadReweaveScope(
  tx: Transaction,
  tenant: string,
  stated: readonly StatedDocument[],
  policy: IdentityPolicy,
): Promise<ReweaveScope> {
  const touched = new Set(stated.flatMap(({ identifiers, before = [] }) => [...identifiers, ...before]));
  const identifiers = await loadIdentifiers(tx, tenant, touched);
  const customerIds = new Set<string>();
  for (const { customerId } of [...identifiers.values(), ...stated])
    if (customerId !== null) customerIds.add(customerId);
  const documents = await loadOrdersOf(tx, tenant, customerIds);
  await updateLinks(tx, tenant, { stated, documents, policy });
  const linking = [...touched].filter((one) => mayLink(one, policy));
  const stored = await countLinks(tx, tenant, linking);
  const counts = new Map(linking.map((identifier) => [identifier, stored.get(identifier) ?? 0]));
  const unshared = [...identifiers]
    .filter(([identifier, { shared }]) => shared && !isShared(identifier, counts.get(identifier) ?? 0, policy))
    .map(([identifier]) => identifier);
  if (unshared.length > 0) {
    const carrying = await loadOrdersCarrying(tx, tenant, unshared);
    for (const [key, state] of carrying) {
      documents.set(key, state);
      if (state.customerId !== null) customerIds.add(state.customerId);
    }
    for (const [key, state] of await loadOrdersOf(tx, tenant, customerIds)) documents.set(key, state);
  }
  const carried = new Set([...documents.values()].flatMap((state) => state.identifiers));
  for (const found of [
    await loadIdentifiersOf(tx, tenant, customerIds),
    await loadIdentifiers(
      tx,
      tenant,
      [...carried].filter((one) => !identifiers.has(one)),
    ),
  ]) {
    for (const [identifier, known] of found) identifiers.set(identifier, known);
  }
  return { documents, customerIds, identifiers, counts };
}

/** A link goes when no document states it any more. All documents with its customer id are of that id's customer, hence at hand. */
async function updateLinks(
  tx: Transaction,
  tenant: string,
  {
    stated,
    documents,
    policy,
  }: Pick<ReweaveScope, 'documents'> & { stated: readonly StatedDocument[]; policy: IdentityPolicy },
): Promise<void> {
  const now = new Map<string, CustomerLink>();
  const dropped = new Map<string, CustomerLink>();
  for (const { identifiers, before = [] } of stated) {
    for (const link of customerLinks(identifiers, policy)) now.set(linkKey(link), link);
    for (const link of customerLinks(before, policy)) dropped.set(linkKey(link), link);
  }
  const known = await loadKnownLinks(tx, tenant, stated, policy);
  await insertLinks(
    tx,
    tenant,
    [...now].filter(([key]) => !known.has(key)).map(([, link]) => link),
  );
  if (dropped.size === 0) return;
  for (const key of now.keys()) dropped.delete(key);
  const restated = new Set(stated.map(({ key }) => key));
  for (const [key, { identifiers }] of documents) {
    if (!restated.has(key)) for (const link of customerLinks(identifiers, policy)) dropped.delete(linkKey(link));
  }
  await removeLinks(tx, tenant, [...dropped.values()]);
}
