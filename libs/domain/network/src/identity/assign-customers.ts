import type { WovenGroup } from './weave.js';

/** A customer id that exists, as an assignment needs to know it. */
export interface ExistingCustomer {
  readonly id: string;
  /** The identifier that it was founded with. */
  readonly origin: string;
  /** Least placed-at of its documents, ISO instant in UTC. */
  readonly firstAt: string;
  /** Set when the id is an alias. */
  readonly mergedInto?: string | undefined;
  /** The identifiers that are its own at present. */
  readonly identifiers: readonly string[];
}

/** Which id each group has, and what becomes of the ids that are left over. */
export interface Assignment {
  /** By index of the group; undefined: nobody is there yet, the group needs a new id. */
  readonly ids: readonly (string | undefined)[];
  /** Ids that live in the group (by index) under the id of an older one. */
  readonly aliases: ReadonlyMap<string, number>;
  /** Ids that were alive and that no document carries any more. */
  readonly vacant: readonly string[];
}

/**
 * Gives groups their ids. A customer is at home where its founding identifier is, or, if nobody carries that any more, where most of
 * its identifiers are. Of those at home in a group the oldest stays and the others become its aliases; an alias wakes up when its
 * founding identifier ends up in a group where no living customer is at home. So undoing a merge gives back both ids.
 */
export function assignCustomers(groups: readonly WovenGroup[], customers: readonly ExistingCustomer[]): Assignment {
  const groupOf = new Map(groups.flatMap(({ identifiers }, index) => identifiers.map((one) => [one, index] as const)));
  const ids: (string | undefined)[] = groups.map(() => undefined);
  const aliases = new Map<string, number>();
  const vacant: string[] = [];
  const byAge = [...customers].sort((a, b) => compareText(a.firstAt, b.firstAt) || compareText(a.id, b.id));
  const living = byAge.filter(({ mergedInto }) => mergedInto === undefined);
  const sleeping = byAge.filter(({ mergedInto }) => mergedInto !== undefined);
  const settle = ({ id }: ExistingCustomer, home: number) => {
    if (ids[home] === undefined) ids[home] = id;
    else aliases.set(id, home);
  };
  for (const customer of living) {
    const home = homeOf(customer, groupOf);
    if (home === undefined) vacant.push(customer.id);
    else settle(customer, home);
  }
  for (const customer of sleeping) {
    const home = groupOf.get(customer.origin) ?? homeOfTarget(customer, ids, aliases);
    if (home !== undefined) settle(customer, home);
  }
  return { ids, aliases, vacant };
}

function homeOf(customer: ExistingCustomer, groupOf: ReadonlyMap<string, number>): number | undefined {
  const founding = groupOf.get(customer.origin);
  if (founding !== undefined) return founding;
  const votes = new Map<number, number>();
  for (const identifier of customer.identifiers) {
    const group = groupOf.get(identifier);
    if (group !== undefined) votes.set(group, (votes.get(group) ?? 0) + 1);
  }
  let home: number | undefined;
  for (const [group, count] of [...votes].sort(([a], [b]) => a - b)) {
    if (home === undefined || count > (votes.get(home) ?? 0)) home = group;
  }
  return home;
}

function homeOfTarget(
  { mergedInto }: ExistingCustomer,
  ids: readonly (string | undefined)[],
  aliases: ReadonlyMap<string, number>,
): number | undefined {
  if (mergedInto === undefined) return undefined;
  const index = ids.indexOf(mergedInto);
  return index >= 0 ? index : aliases.get(mergedInto);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
