import { customerIdFrom, originOf } from './customer-id.js';
import { customerLinks, linkKey, type CustomerLink } from './customer-links.js';
import { DisjointSets } from './disjoint-sets.js';
import { isShared, mayLink, type IdentityPolicy } from './identity-policy.js';

/** What is known of an identifier. */
export interface KnownIdentifier {
  /** Whose it is; null when it is shared, or when no document carries it any more. */
  readonly customerId: string | null;
  readonly shared: boolean;
  /** Channel customer ids that it stands with; not kept up for a shared one. */
  readonly links: number;
}

/** What is known of the identifiers of a batch, within one tenant. */
export interface KnownIdentity {
  readonly tenant: string;
  readonly identifiers: ReadonlyMap<string, KnownIdentifier>;
  /** Known links, by `linkKey`. */
  readonly links: ReadonlySet<string>;
}

/** A document whose identifiers are new or have changed. */
export interface JoiningDocument {
  readonly key: string;
  readonly identifiers: readonly string[];
  /** The identifiers of its revision until now. */
  readonly before?: readonly string[] | undefined;
}

/** Who the documents belong to, and what that adds to what is known; nothing known changes. */
export interface PlainJoin {
  /** By document key; null: anonymous. */
  readonly customers: ReadonlyMap<string, string | null>;
  /** Identifiers seen for the first time, and whose they are. */
  readonly identifiers: ReadonlyMap<string, string>;
  /** New links. */
  readonly links: readonly CustomerLink[];
  /** New customers and the identifiers that they were founded with. */
  readonly founded: ReadonlyMap<string, string>;
}

/**
 * The common case of identity: documents join a customer that exists or found a new one. Undefined when the batch would merge or split
 * customers, or make an identifier shared: that needs all documents of those concerned (`weave`).
 */
export function joinPlainly(
  documents: readonly JoiningDocument[],
  known: KnownIdentity,
  policy: IdentityPolicy,
): PlainJoin | undefined {
  if (documents.some(dropsIdentifier)) return undefined;
  const links = newLinks(documents, known, policy);
  if (links === undefined) return undefined;
  const sets = new DisjointSets();
  const anchors = new Map<string, string>();
  const added = new Map<string, string>();
  for (const { key, identifiers } of documents) {
    let root: string | undefined;
    for (const identifier of identifiers) {
      if (!mayLink(identifier, policy)) continue;
      const one = known.identifiers.get(identifier);
      if (one?.shared) continue;
      if (one && one.customerId === null) return undefined;
      const node = one?.customerId ?? identifier;
      if (!one) added.set(identifier, node);
      root = root === undefined ? sets.find(node) : sets.union(root, node);
    }
    if (root !== undefined) anchors.set(key, root);
  }
  const named = nameSets(sets, known, added);
  if (named === undefined) return undefined;
  const customerOf = (node: string) => named.ids.get(sets.find(node)) ?? node;
  const customers = new Map<string, string | null>();
  for (const { key } of documents) {
    const anchor = anchors.get(key);
    customers.set(key, anchor === undefined ? null : customerOf(anchor));
  }
  for (const [identifier, node] of added) added.set(identifier, customerOf(node));
  return { customers, identifiers: added, links, founded: named.founded };
}

function dropsIdentifier({ identifiers, before }: JoiningDocument): boolean {
  return before !== undefined && before.some((identifier) => !identifiers.includes(identifier));
}

function newLinks(
  documents: readonly JoiningDocument[],
  known: KnownIdentity,
  policy: IdentityPolicy,
): CustomerLink[] | undefined {
  const found = new Map<string, CustomerLink>();
  const counts = new Map<string, number>();
  for (const { identifiers } of documents) {
    for (const link of customerLinks(identifiers, policy)) {
      const key = linkKey(link);
      if (known.links.has(key) || found.has(key)) continue;
      found.set(key, link);
      const [identifier] = link;
      const one = known.identifiers.get(identifier);
      const count = (counts.get(identifier) ?? one?.links ?? 0) + 1;
      counts.set(identifier, count);
      if (!one?.shared && mayLink(identifier, policy) && isShared(identifier, count, policy)) return undefined;
    }
  }
  return [...found.values()];
}

/** Each set gets the one customer in it, or a new one; undefined when a set holds two customers. */
function nameSets(sets: DisjointSets, known: KnownIdentity, added: ReadonlyMap<string, string>) {
  const ids = new Map<string, string>();
  for (const customerId of new Set([...known.identifiers.values()].map((one) => one.customerId))) {
    if (customerId === null) continue;
    const root = sets.find(customerId);
    if (ids.has(root)) return undefined;
    ids.set(root, customerId);
  }
  const newcomers = new Map<string, string[]>();
  for (const identifier of added.keys()) {
    const root = sets.find(identifier);
    if (ids.has(root)) continue;
    const members = newcomers.get(root);
    if (members) members.push(identifier);
    else newcomers.set(root, [identifier]);
  }
  const founded = new Map<string, string>();
  for (const [root, members] of newcomers) {
    const origin = originOf(members);
    const id = customerIdFrom(known.tenant, origin);
    ids.set(root, id);
    founded.set(id, origin);
  }
  return { ids, founded };
}
