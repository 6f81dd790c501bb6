import type { IdentityPolicy, KnownIdentity } from '@orderweave/domain-network';
import type { Transaction } from '@orderweave/postgres';
import type { Belonging } from './belonging.js';
import { loadIdentifiers, loadKnownLinks } from './identity.store.js';
import { joinBatch } from './join-batch.js';
import { reweave } from './reweave.js';
import type { StatedDocument } from './reweave-scope.js';
import { splitPlain } from './split-plain.js';
import { NeedsExclusiveError, type IdentityMode } from './tenant-lock.js';

/** Decides and writes whose the stated documents are. Throws `NeedsExclusiveError` or `RaceLostError` when it must begin anew. */
export async function settleIdentity(
  tx: Transaction,
  tenant: string,
  stated: readonly StatedDocument[],
  { mode, policy }: { mode: IdentityMode; policy: IdentityPolicy },
): Promise<Belonging> {
  const documents: StatedDocument[] = [];
  const same: StatedDocument[] = [];
  for (const document of stated) {
    const { identifiers, before } = document;
    (before && isSameSet(identifiers, before) ? same : documents).push(document);
  }
  const settled = await settleChanged(tx, tenant, documents, { mode, policy });
  const customers = new Map(settled.customers);
  for (const { key, customerId } of same) {
    // A reweave of others may have taken this document along.
    customers.set(key, settled.moved.has(key) ? (settled.moved.get(key)?.customerId ?? null) : customerId);
  }
  return { ...settled, customers };
}

async function settleChanged(
  tx: Transaction,
  tenant: string,
  documents: readonly StatedDocument[],
  { mode, policy }: { mode: IdentityMode; policy: IdentityPolicy },
): Promise<Belonging> {
  if (documents.every(({ identifiers, before = [] }) => identifiers.length === 0 && before.length === 0)) {
    return { ...NONE, customers: new Map(documents.map(({ key }) => [key, null])) };
  }
  const known = await loadKnown(tx, tenant, documents, policy);
  if (mode === 'shared') {
    const joined = await joinBatch(tx, documents, known, policy);
    if (!joined) throw new NeedsExclusiveError('customers merge or split');
    return joined;
  }
  const { plain, hard } = await splitPlain(tx, documents, known, policy);
  const rewoven = hard.length > 0 ? await reweave(tx, tenant, hard, policy) : NONE;
  const joined = plain.length > 0 ? await joinBatch(tx, plain, known, policy) : NONE;
  if (!joined) throw new Error('documents that can join one part at a time can join together');
  return {
    customers: new Map([...rewoven.customers, ...joined.customers]),
    founded: [...rewoven.founded, ...joined.founded],
    changed: new Set([...rewoven.changed, ...joined.changed]),
    moved: rewoven.moved,
    mergedInto: rewoven.mergedInto,
  };
}

const NONE: Belonging = {
  ...{ customers: new Map(), moved: new Map(), founded: [], changed: new Set<string>(), mergedInto: new Map() },
};

async function loadKnown(
  tx: Transaction,
  tenant: string,
  documents: readonly StatedDocument[],
  policy: IdentityPolicy,
): Promise<KnownIdentity> {
  const identifiers = await loadIdentifiers(tx, tenant, new Set(documents.flatMap((document) => document.identifiers)));
  return { tenant, identifiers, links: await loadKnownLinks(tx, tenant, documents, policy) };
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
