import type { Transition } from '@orderweave/contracts';
import type { Phrases } from './phrases.js';

/** What brought a transition about, where its figures and last orders alone leave that open; else undefined. */
export function explainCause({ kind, basis, cause, because }: Transition, words: Phrases): string | undefined {
  const place = kind === 'value-band' || (kind === 'tier' && basis !== 'final');
  if (place && (cause.type === 'order' || cause.type === 'deadline')) {
    const amount = because.inputs.find(({ name }) => name === 'net-amount' || name === 'trailing-net-amount');
    const { value, previous } = amount ?? {};
    if (value !== undefined && (previous === undefined || previous === value)) return words.othersMoved;
    const returned = because.orders.some(({ netAmount }) => Number(netAmount) < 0);
    if (kind === 'value-band' && cause.type === 'deadline' && Number(value) < Number(previous) && !returned)
      return words.amountsExpired;
  }
  switch (cause.type) {
    case 'policy':
    case 'model':
    case 'identity':
      return words.cause(cause.type, undefined);
    case 'order':
      // Others move a group's scores and a tier's place as well: an order that is not among the customer's last ones may be anybody's.
      if (kind === 'rfm' || place || !cause.ref || because.orders.some(({ order }) => order === cause.ref))
        return undefined;
      return words.cause('order', cause.ref);
    case 'deadline':
    case 'month-close':
    case 'feedback':
      return undefined;
  }
}
