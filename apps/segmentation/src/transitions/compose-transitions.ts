import { CustomerTransition, type Transition } from '@orderweave/contracts';
import { emit, statement, textArray, type Emission, type Transaction } from '@orderweave/postgres';
import type { TenantMoment } from '../models/tenant-moment.js';
import { noteSegmentNews } from '../segments/segment-work.store.js';
import type { Change } from './change.js';
import { readRecentOrders } from './recent-orders.store.js';
import { keepTransitions } from './transition.store.js';
import { transitionId } from './transition-id.js';

const PROFILES = statement(
  'profile.read',
  `SELECT p.* FROM unnest($1::text[], $2::text[]) AS a (tenant, customer_id) CROSS JOIN LATERAL (
     SELECT tenant, customer_id, identifiers, name, owner FROM profile p
      WHERE p.tenant = a.tenant AND p.customer_id = a.customer_id LIMIT 1) p`,
);

interface ProfileRow {
  tenant: string;
  customer_id: string;
  identifiers: string[];
  name: string | null;
  owner: string | null;
}

/** A transition to be kept and told, with the trace that it belongs to. */
export interface DressedTransition {
  readonly transition: Transition;
  readonly traceparent: string | undefined;
}

/**
 * Dresses changes with who the customers are and their last orders, keeps them, and has segments look at them: four statements, however many.
 * Nothing else may be sent meanwhile; who has more to send dresses first and tells at the end.
 */
export async function composeTransitions(
  tx: Transaction,
  changes: readonly Change[],
  moments: ReadonlyMap<string, TenantMoment>,
): Promise<Emission[]> {
  return tellTransitions(tx, await dressTransitions(tx, changes, moments));
}

/** Keeps transitions, for the caller to publish. */
export async function tellTransitions(tx: Transaction, dressed: readonly DressedTransition[]): Promise<Emission[]> {
  if (dressed.length === 0) return [];
  await keepTransitions(
    tx,
    dressed.map(({ transition }) => transition),
  );
  return dressed.map(({ transition, traceparent }) => emit(CustomerTransition, transition, { traceparent }));
}

/** Dresses changes with who the customers are and their last orders, and has segments look at them. */
export async function dressTransitions(
  tx: Transaction,
  changes: readonly Change[],
  moments: ReadonlyMap<string, TenantMoment>,
): Promise<DressedTransition[]> {
  if (changes.length === 0 || tx.silent) return [];
  noteSegmentNews(
    tx,
    // Segments look for signals by themselves.
    changes.flatMap(({ tenant, customerId, kind, cause, effectiveAt: becameTrue }) =>
      kind === 'segment' || kind === 'signal' ? [] : { tenant, customerId, cause, becameTrue },
    ),
  );
  const customers = new Map(changes.map((change) => [keyOf(change.tenant, change.customerId), change]));
  const [rows, orders] = await Promise.all([
    tx.query<ProfileRow & Record<string, unknown>>(PROFILES, [
      textArray([...customers.values()].map(({ tenant }) => tenant)),
      textArray([...customers.values()].map(({ customerId }) => customerId)),
    ]),
    readRecentOrders(tx, changes),
  ]);
  const profiles = new Map(rows.map((row) => [keyOf(row.tenant, row.customer_id), row]));
  return changes.map((change, index) => {
    const moment = moments.get(change.tenant)!;
    const profile = profiles.get(keyOf(change.tenant, change.customerId));
    const because: Transition['because'] = {
      inputs: [...change.inputs],
      orders: orders[index]!,
      ...(change.restore && { restore: { ...change.restore } }),
      currency: moment.policy.currency,
      policyVersion: change.policyVersion ?? moment.policy.version,
      ...(change.modelVersion !== undefined && { modelVersion: `gap-${change.modelVersion}` }),
    };
    const transition = { ...headOf(change, profile), recordedAt: instantOf(moment.now), because };
    return { transition, traceparent: change.traceparent };
  });
}

function headOf(change: Change, profile: ProfileRow | undefined): Omit<Transition, 'recordedAt' | 'because'> {
  const { tenant, customerId, kind, basis, month, from, to, label, cause, alertable } = change;
  return {
    id: transitionId(change),
    tenant,
    customerId,
    customer: {
      identifiers: profile?.identifiers ?? [],
      ...(profile?.name && { name: profile.name }),
      ...(profile?.owner && { owner: profile.owner }),
    },
    kind,
    ...(basis && { basis }),
    ...(month && { month }),
    from,
    to,
    ...(label && { label }),
    effectiveAt: instantOf(change.effectiveAt),
    cause: cause as Transition['cause'],
    alertable,
  };
}

function keyOf(tenant: string, customerId: string): string {
  return `${tenant}/${customerId}`;
}

function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
