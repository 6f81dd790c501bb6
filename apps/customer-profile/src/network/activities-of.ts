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
    now.cause = cause;
    emissions.push(emit(CustomerActivity, now as Activity, statement?.received));
  }
  return emissions;
}

type Said = Omit<Activity, 'customerId'> & { customerId: string | null };

function activityOf(tenant: string, state: OrderState): Said {
  const meaning = meaningOf(state, state.net);
  return {
    tenant,
    customerId: state.customerId,
    order: `${state.channel}/${state.externalId}`,
    version: state.version,
    kind: state.kind,
    status: state.status,
    channel: state.channel,
    placedAt: state.placedAt,
    placedOn: state.placedOn,
    netAmount: meaning.netAmount,
    currency: state.baseCurrency,
    counts: meaning.counts,
    purchase: meaning.purchase,
    intent: meaning.intent,
    cause: 'order',
  };
}

function isSame(a: Said, b: Said): boolean {
  return (Object.keys(b) as (keyof Said)[]).every(
    (field) => field === 'version' || field === 'cause' || a[field] === b[field],
  );
}
