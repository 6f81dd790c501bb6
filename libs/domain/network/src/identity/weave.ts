import { DisjointSets } from './disjoint-sets.js';

/** What identity needs of a document. */
export interface IdentifiedDocument {
  /** `<channel>/<external id>`. */
  readonly key: string;
  readonly identifiers: readonly string[];
  /** ISO instant in UTC. */
  readonly placedAt: string;
}

/** One person or company: identifiers that stood together, directly or through others, and the documents that carry them. */
export interface WovenGroup {
  /** In code-point order. */
  readonly identifiers: readonly string[];
  readonly documents: readonly string[];
  /** The least placed-at of the documents. */
  readonly firstAt: string;
}

/**
 * Connected components of documents over the identifiers that link. A document without any of these is in no group: what is shared
 * by many or blocked does not tell who ordered, so it is anonymous. The outcome depends on the set of documents alone.
 */
export function weave(documents: Iterable<IdentifiedDocument>, links: (identifier: string) => boolean): WovenGroup[] {
  const sets = new DisjointSets();
  const linked = new Map<IdentifiedDocument, string>();
  const identifiers = new Set<string>();
  for (const document of documents) {
    let root: string | undefined;
    for (const identifier of document.identifiers) {
      if (!links(identifier)) continue;
      identifiers.add(identifier);
      root = root === undefined ? sets.find(identifier) : sets.union(root, identifier);
    }
    if (root !== undefined) linked.set(document, root);
  }
  const groups = new Map<string, { identifiers: string[]; documents: string[]; firstAt: string }>();
  for (const identifier of [...identifiers].sort()) {
    const root = sets.find(identifier);
    const group = groups.get(root);
    if (group) group.identifiers.push(identifier);
    else groups.set(root, { identifiers: [identifier], documents: [], firstAt: '\uffff' });
  }
  for (const [document, member] of linked) {
    const group = groups.get(sets.find(member));
    if (!group) continue;
    group.documents.push(document.key);
    if (document.placedAt < group.firstAt) group.firstAt = document.placedAt;
  }
  return [...groups.values()];
}
