import { Injectable } from '@nestjs/common';
import { EntitlementChanged, type Transition } from '@orderweave/contracts';
import {
  entitle,
  latestStates,
  momentOf,
  stateToldBy,
  type CustomerState,
  type RuleTimeline,
  type RuleVersion,
} from '@orderweave/domain-notification';
import { emit, type Emission, type Transaction } from '@orderweave/postgres';
import { moveStates } from './customer-state.store.js';
import { digestStrategies } from './digest-strategies.js';
import { changeAll, endAll, grantAll, type EndOf, type EntitlementRow, type GrantTo } from './entitlement.store.js';
import { lockCustomers } from './merged-entitlement.store.js';
import { beginPasses } from './strategy-pass.store.js';

/** A transition, and what its tenant's clock shows, epoch milliseconds. */
interface Told {
  readonly transition: Transition;
  readonly now: number;
}

/**
 * Keeps what customers are entitled to by the strategies in force at the moment at which their transitions are seen: coming into a state
 * grants, leaving it ends. Whatever order transitions come in and however often, the last state of a customer decides.
 */
@Injectable()
export class EntitlementKeeper {
  /** Tenants of whom it is noted by which strategies their first customers were looked at. */
  private readonly begun = new Set<string>();

  /** Follows a batch of transitions; returns what changed, to be told. */
  async keep(tx: Transaction, batch: readonly Told[], rulesOf: (tenant: string) => RuleTimeline): Promise<Emission[]> {
    const moments = new Map<string, number>();
    const told = batch.flatMap(({ transition, now }) => {
      moments.set(transition.id, momentOf(transition, now));
      return stateToldBy(transition) ?? [];
    });
    if (told.length === 0) return [];
    const versionOf = ({ tenant, transitionId }: CustomerState) => rulesOf(tenant).at(moments.get(transitionId)!);
    const states = latestStates(told);
    await this.begin(tx, states, versionOf);
    const strategiesOf = (state: CustomerState) => versionOf(state).policy.strategies ?? [];
    const mayGain = (state: CustomerState) => entitle(state, strategiesOf(state)).granted.length > 0;
    return applyStrategies(tx, await moveStates(tx, states, mayGain), versionOf);
  }

  private async begin(
    tx: Transaction,
    states: readonly CustomerState[],
    versionOf: (state: CustomerState) => RuleVersion,
  ): Promise<void> {
    const first = new Map(states.filter(({ tenant }) => !this.begun.has(tenant)).map((state) => [state.tenant, state]));
    if (first.size === 0) return;
    await beginPasses(
      tx,
      [...first].map(([tenant, state]) => [tenant, digestStrategies(versionOf(state).policy)]),
    );
    tx.onCommit(() => {
      for (const tenant of first.keys()) this.begun.add(tenant);
    });
  }
}

/** Grants and ends what customers' states say by the rules in force; returns what changed, to be told. Whoever gains is locked already. */
async function applyStrategies(
  tx: Transaction,
  states: readonly CustomerState[],
  versionOf: (state: CustomerState) => RuleVersion,
): Promise<Emission[]> {
  const grants: GrantTo[] = [];
  const ends: EndOf[] = [];
  for (const of of states) {
    const { number: rulesVersion, policy } = versionOf(of);
    const { granted, refused } = entitle(of, policy.strategies ?? []);
    for (const grant of granted) grants.push({ ...grant, of, rulesVersion });
    for (const refusal of refused) ends.push({ ...refusal, of, at: of.effectiveAt });
  }
  if (ends.length === 0 && grants.length === 0) return [];
  const ending = new Set(ends.map(keyOf));
  // Under two versions of the rules a strategy may end by one state and begin by another, and one statement cannot touch a row twice.
  const turned = grants.some((grant) => ending.has(keyOf(grant)));
  if (turned) return announce(await endSorted(tx, ends), await grantSorted(tx, grants));
  const { ended, granted } = await changeAll(tx, sorted(ends), sorted(grants));
  return announce(ended, granted);
}

/** Ends entitlements in the one order in which everybody locks them. */
export async function endSorted(tx: Transaction, ends: readonly EndOf[]): Promise<EntitlementRow[]> {
  return ends.length > 0 ? endAll(tx, sorted(ends)) : [];
}

/** What is told of entitlements that ended and that were granted. */
export function announce(ended: readonly EntitlementRow[], granted: readonly EntitlementRow[]): Emission[] {
  return [...ended.map((row) => eventOf(row, 'ended')), ...granted.map((row) => eventOf(row, 'granted'))];
}

/** Grants entitlements in that order, to nobody who lives on under another id: a merge that is under way is waited for. */
export async function grantSorted(tx: Transaction, grants: readonly GrantTo[]): Promise<EntitlementRow[]> {
  if (grants.length === 0) return [];
  await lockCustomers(
    tx,
    grants.map(({ of }) => of),
  );
  return grantAll(tx, sorted(grants));
}

function sorted<T extends EndOf | GrantTo>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ of, strategy, kind }: EndOf | GrantTo): string {
  return `${of.tenant}\n${of.customerId}\n${strategy}\n${kind}`;
}

function eventOf(row: EntitlementRow, change: 'granted' | 'ended'): Emission {
  const { tenant, customerId, strategy, kind, since, until, endedAt, detail, state, value, rulesVersion } = row;
  return emit(EntitlementChanged, {
    ...{ tenant, customerId, strategy, kind, change, since: since.toISOString() },
    ...(until && { until: until.toISOString() }),
    ...(detail !== null && { detail }),
    state,
    ...(value !== null && { value }),
    rulesVersion,
    at: (change === 'ended' ? endedAt! : since).toISOString(),
  });
}
