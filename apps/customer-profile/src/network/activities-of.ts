import { CustomerActivity, type Activity } from '@orderweave/contracts';
import { meaningOf } from '@orderweave/domain-network';
import { parseAmount } from '@orderweave/domain-ordering';
import { emit, type Emission } from '@orderweave/stream';
import { activityLines } from './activity-lines.js';
import type { ToldLine } from './line.store.js';
import type { OrderChange, OrderState } from './order-state.js';

/**
 * What a changed document now means to its customer, and to the one whom it left; nothing when it means what it meant before. `lines` are
 * those of a document that did not state them itself.
 */
export function activitiesOf(
  tenant: string,
  { before, after, statement, revisedAt }: OrderChange,
  lines: readonly ToldLine[] | undefined,
): Emission[] {
  const emissions: Emission[] = [];
  const cause = statement ? 'order' : before?.customerId === after.customerId ? 'order' : 'identity';
  const now = activityOf(tenant, after);
  const then = before && activityOf(tenant, before);
  // Whose an order is has changed now, whenever it was revised.
  const dated = cause === 'order' && revisedAt !== undefined ? { revisedAt } : undefined;
  if (then && before.customerId !== null && before.customerId !== after.customerId) {
    const { returned: _returned, ...same } = now;
    const gone = { counts: false, purchase: false, intent: false, netAmount: '0' };
    const left = { ...same, ...gone, customerId: before.customerId, version: after.version, cause, ...dated } as const;
    emissions.push(emit(CustomerActivity, left, statement?.received));
  }
  const sameGoods = !now.counts || before?.linesHash === after.linesHash;
  if (after.customerId !== null && !(then && sameGoods && isSame(then, now))) {
    now.cause = cause;
    if (dated) now.revisedAt = dated.revisedAt;
    const told = statement?.order.lines ?? lines;
    if (now.counts && told) now.lines = activityLines(told, after);
    emissions.push(emit(CustomerActivity, now as Activity, statement?.received));
  }
  return emissions;
}

type Said = Omit<Activity, 'customerId'> & { customerId: string | null };

function activityOf(tenant: string, state: OrderState): Said {
  const meaning = meaningOf(state, state.net);
  const said: Said = {
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
  if (meaning.counts && isReturned(state)) said.returned = true;
  return said;
}

/** Whether an order is worth less than it was sold for. */
function isReturned({ kind, value, net }: OrderState): boolean {
  if (kind !== 'order' || value === undefined || net === undefined || value === net) return false;
  return parseAmount(net) < parseAmount(value);
}

function isSame(a: Said, b: Said): boolean {
  return (Object.keys(b) as (keyof Said)[]).every(
    (field) => field === 'version' || field === 'cause' || a[field] === b[field],
  );
}
