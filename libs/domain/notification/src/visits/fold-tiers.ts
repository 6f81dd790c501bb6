import type { Transition } from '@orderweave/contracts';
import { localDay, monthOf, type Month } from '@orderweave/domain-ordering';
import type { KnownTiers } from './customer-tier.js';

/** What a batch of transitions tells of one customer. */
export interface TierNote extends KnownTiers {
  readonly tenant: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly owner: string | null;
}

/** One note a customer, from transitions in their order: the later one holds. Zones are those of the tenants. */
export function foldTiers(transitions: readonly Transition[], zoneOf: (tenant: string) => string): TierNote[] {
  const notes = new Map<string, TierNote>();
  for (const transition of transitions) {
    const { tenant, customerId, customer } = transition;
    const key = `${tenant}/${customerId}`;
    const known = notes.get(key);
    const month = monthTold(transition, zoneOf(tenant));
    const [identifier] = customer.identifiers;
    notes.set(key, {
      ...{ tenant, customerId },
      name: customer.name ?? identifier?.slice(identifier.indexOf(':') + 1) ?? null,
      owner: customer.owner ?? null,
      knownSince: known && known.knownSince < month ? known.knownSince : month,
      change: later(known?.change ?? null, changeTold(transition)),
      live: { ...known?.live, ...liveTold(transition) },
    });
  }
  return [...notes.values()];
}

/** The newest month that these transitions show to be closed, by tenant. */
export function closesTold(transitions: readonly Transition[]): Map<string, Month> {
  const newest = new Map<string, Month>();
  for (const { tenant, kind, basis, month } of transitions) {
    if (kind !== 'tier' || basis !== 'final' || !month) continue;
    if (month > (newest.get(tenant) ?? '')) newest.set(tenant, month);
  }
  return newest;
}

/** The month that a transition speaks of, else the one in which it became true. */
function monthTold({ kind, basis, month, effectiveAt }: Transition, zone: string): Month {
  return kind === 'tier' && basis !== 'restated' && month ? month : monthOf(localDay(Date.parse(effectiveAt), zone));
}

function changeTold({ kind, basis, month, from, to }: Transition): KnownTiers['change'] {
  return kind === 'tier' && basis === 'final' && month && from && to ? { month, from, to } : null;
}

function later(known: KnownTiers['change'], told: KnownTiers['change']): KnownTiers['change'] {
  return known && (!told || told.month < known.month) ? known : told;
}

function liveTold({ kind, basis, month, to }: Transition): KnownTiers['live'] {
  return kind === 'tier' && basis === 'live' && month ? { [month]: to } : {};
}
