import { entitle, type Grant } from '@orderweave/domain-notification';
import type { Emission, Transaction } from '@orderweave/postgres';
import type { CustomerId } from '../merges/customer-id.js';
import type { RuleDirectory } from '../rules/versions/rule-directory.js';
import { statesOf } from './customer-state.store.js';
import { announce, endSorted, grantSorted } from './entitlement-keeper.js';
import type { EndOf, EntitlementRow, GrantTo } from './entitlement.store.js';
import { reviveMerged } from './merged-entitlement.store.js';

/**
 * Gives back to customers who have come apart again what the merge ended, and brings that to what their own states say by the rules in
 * force, as if they had never merged. `wallNow` in epoch milliseconds. Returns what changed, to be told.
 */
export async function reviveEntitlements(
  tx: Transaction,
  rules: RuleDirectory,
  customers: readonly CustomerId[],
  wallNow: number,
): Promise<Emission[]> {
  const revived = new Map((await reviveMerged(tx, customers)).map((row) => [keyOf(row, row), row]));
  const grants: GrantTo[] = [];
  const ends: EndOf[] = [];
  for (const of of await statesOf(tx, customers)) {
    const { number: rulesVersion, policy } = await rules.inForce(tx, of.tenant, wallNow);
    const { granted, refused } = entitle(of, policy.strategies ?? []);
    for (const grant of granted) {
      const known = revived.get(keyOf(of, grant));
      if (!known || isOlder(known, grant)) grants.push({ ...grant, of, rulesVersion });
    }
    for (const refusal of refused) ends.push({ ...refusal, of, at: of.effectiveAt });
  }
  const ended = await endSorted(tx, ends);
  for (const row of ended) revived.delete(keyOf(row, row));
  const granted = await grantSorted(tx, grants);
  for (const row of granted) revived.delete(keyOf(row, row));
  return announce([], [...revived.values(), ...granted]);
}

/** Whether a state was told while the customer was part of another. What a new strategy gave since a later moment keeps its beginning. */
function isOlder(known: EntitlementRow, grant: Grant): boolean {
  return known.since.getTime() < grant.since;
}

function keyOf({ tenant, customerId }: CustomerId, { strategy, kind }: Pick<Grant, 'strategy' | 'kind'>): string {
  return [tenant, customerId, strategy, kind].join('\n');
}
