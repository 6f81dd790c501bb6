import { CustomerActivity, type Activity } from '@orderweave/contracts';
import { meaningOf } from '@orderweave/domain-network';
import { emit, type Emission } from '@orderweave/stream';
import type { OrderChange, OrderState } from './order-state.js';

/** What a changed document now means to its customer, and to the one whom it left; nothing when it means what it meant before. */
export function activitiesOf(tenant: string, { before, after, statement }: OrderChange): Emission[] {
  const emissions: Emission[] = [];
  const cause = statement ? 'order' : before?.customerId === after.customerId ? 'order' : 'identity';
  const now = activityOf(tenant, after);
  const then = before && activityOf(tenant, before);
  if (then && before.customerId !== null && before.customerId !== after.customerId) {
    const gone = { counts: false, purchase: false, intent: false, netAmount: '0' };
    const left = { ...now, ...gone, customerId: before.customerId, version: after.version, cause } as const;
    emissions.push(emit(CustomerActivity, left, statement?.received));
  }
  if (after.customerId !== null && !(then && isSame(then, now))) {
    emissions.push(emit(CustomerActivity, { ...now, customerId: after.customerId, cause }, statement?.received));
  }
  return emissions;
}

type Said = Omit<Activity, 'customerId' | 'cause'> & { customerId: string | null };

function activityOf(tenant: string, state: OrderState): Said {
  const { customerId, version, kind, status, channel, placedAt, placedOn, baseCurrency } = state;
  const { netAmount, counts, purchase, intent } = meaningOf(state, state.net);
  const order = `${channel}/${state.externalId}`;
  const meaning = { netAmount, currency: baseCurrency, counts, purchase, intent };
  return { tenant, customerId, order, version, kind, status, channel, placedAt, placedOn, ...meaning };
}

function isSame(a: Said, b: Said): boolean {
  return (Object.keys(b) as (keyof Said)[]).every((field) => field === 'version' || a[field] === b[field]);
}
