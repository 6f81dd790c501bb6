import type { Transition } from '@orderweave/contracts';
import type { Phrases } from './phrases.js';

/** What brought a transition about, where its figures and last orders alone leave that open; else undefined. */
export function explainCause({ kind, basis, cause, because }: Transition, words: Phrases): string | undefined {
  const place = kind === 'value-band' || (kind === 'tier' && basis !== 'final');
  if (place && (cause.type === 'order' || cause.type === 'deadline')) {
    const amount = because.inputs.find(({ name }) => name === 'net-amount' || name === 'trailing-net-amount');
    const { value, previous } = amount ?? {};
    if (value !== undefined && (previous === undefined || previous === value)) return words.othersMoved;
  }
  switch (cause.type) {
    case 'policy':
    case 'model':
    case 'identity':
      return words.cause(cause.type, undefined);
    case 'order':
      // A group is of scores that others move as well: the order may be anybody's.
      if (kind === 'rfm' || !cause.ref || because.orders.some(({ order }) => order === cause.ref)) return undefined;
      return words.cause('order', cause.ref);
    case 'deadline':
    case 'month-close':
    case 'feedback':
      return undefined;
  }
}
