import {
  isShared,
  joinPlainly,
  type IdentityPolicy,
  type JoiningDocument,
  type KnownIdentity,
} from '@orderweave/domain-network';
import type { Transaction } from '@orderweave/postgres';
import type { Belonging, FoundedCustomer } from './belonging.js';
import { addToLinkCounts, insertIdentifiers, insertLinks } from './identity.store.js';
import { NeedsExclusiveError, RaceLostError } from './tenant-lock.js';

/** Lets documents join or found customers and writes the identifiers; undefined when the batch needs more than that. */
export async function joinBatch(
  tx: Transaction,
  documents: readonly JoiningDocument[],
  known: KnownIdentity,
  policy: IdentityPolicy,
): Promise<Belonging | undefined> {
  const join = joinPlainly(documents, known, policy);
  if (!join) return undefined;
  const { tenant } = known;
  const fresh = join.identifiers;
  const added = await insertLinksOf(tx, tenant, join.links);
  const rows = [...fresh].map(([identifier, customerId]) => ({
    ...{ identifier, customerId, links: added.get(identifier) ?? 0 },
  }));
  if (rows.length > 0 && (await insertIdentifiers(tx, tenant, rows)) < rows.length) {
    throw new RaceLostError('another batch wrote one of the identifiers first');
  }
  const elder = new Map([...added].filter(([identifier]) => known.identifiers.has(identifier)));
  for (const { identifier, links } of await addToLinkCounts(tx, tenant, elder)) {
    if (isShared(identifier, links, policy)) throw new NeedsExclusiveError('an identifier becomes shared');
  }
  const members = new Map<string, string[]>();
  for (const [identifier, customerId] of fresh)
    members.set(customerId, [...(members.get(customerId) ?? []), identifier]);
  const founded: FoundedCustomer[] = [...join.founded].map(([id, origin]) => ({
    ...{ id, origin, identifiers: (members.get(id) ?? []).sort() },
  }));
  const changed = new Set([...members.keys()].filter((id) => !join.founded.has(id)));
  return { customers: join.customers, moved: new Map(), founded, changed, mergedInto: new Map() };
}

async function insertLinksOf(tx: Transaction, tenant: string, links: Parameters<typeof insertLinks>[2]) {
  const added = await insertLinks(tx, tenant, links);
  const wanted = links.length;
  const got = [...added.values()].reduce((sum, count) => sum + count, 0);
  if (got < wanted) throw new RaceLostError('another batch wrote one of the links first');
  return added;
}
