import { DisjointSets, joinPlainly, type IdentityPolicy, type KnownIdentity } from '@orderweave/domain-network';
import type { Transaction } from '@orderweave/postgres';
import { loadCustomers } from './customer.store.js';
import type { StatedDocument } from './reweave-scope.js';

/**
 * Divides documents into those that can join plainly and those that need a reweave, so that one merge in a batch of a thousand does not
 * read a thousand customers' histories. Documents that have an identifier or a customer in common stay together.
 */
export async function splitPlain(
  tx: Transaction,
  documents: readonly StatedDocument[],
  known: KnownIdentity,
  policy: IdentityPolicy,
) {
  // What a document drops may set free an identifier that was shared, which can reach into any customer.
  if (documents.some(dropsIdentifier)) return { plain: [], hard: documents };
  const parts = partsOf(documents, known).map((part) => ({ part, founded: foundedBy(part, known, policy) }));
  const ids = parts.flatMap(({ founded }) => founded ?? []);
  const taken = new Set((await loadCustomers(tx, known.tenant, ids)).map((row) => row.customer_id));
  const isPlain = (founded: readonly string[] | undefined) =>
    founded !== undefined && !founded.some((id) => taken.has(id));
  return {
    plain: parts.filter(({ founded }) => isPlain(founded)).flatMap(({ part }) => part),
    hard: parts.filter(({ founded }) => !isPlain(founded)).flatMap(({ part }) => part),
  };
}

function dropsIdentifier({ identifiers, before = [] }: StatedDocument): boolean {
  return before.some((identifier) => !identifiers.includes(identifier));
}

function partsOf(documents: readonly StatedDocument[], known: KnownIdentity): StatedDocument[][] {
  const sets = new DisjointSets();
  for (const { key, identifiers, customerId } of documents) {
    const document = `document\n${key}`;
    if (customerId !== null) sets.union(document, customerId);
    for (const identifier of identifiers) {
      sets.union(document, identifier);
      const owner = known.identifiers.get(identifier)?.customerId;
      if (owner) sets.union(identifier, owner);
    }
  }
  const parts = new Map<string, StatedDocument[]>();
  for (const document of documents) {
    const root = sets.find(`document\n${document.key}`);
    const part = parts.get(root);
    if (part) part.push(document);
    else parts.set(root, [document]);
  }
  return [...parts.values()];
}

/** Ids that a part's documents would found; undefined when they cannot join plainly. */
function foundedBy(
  part: readonly StatedDocument[],
  known: KnownIdentity,
  policy: IdentityPolicy,
): string[] | undefined {
  const identifiers: [string, NonNullable<ReturnType<KnownIdentity['identifiers']['get']>>][] = [];
  for (const identifier of new Set(part.flatMap((document) => document.identifiers))) {
    const row = known.identifiers.get(identifier);
    if (row) identifiers.push([identifier, row]);
  }
  const join = joinPlainly(part, { ...known, identifiers: new Map(identifiers) }, policy);
  return join && [...join.founded.keys()];
}
