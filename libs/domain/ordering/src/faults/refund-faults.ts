import { excerpt } from './excerpt.js';
import type { Fault } from './fault.js';
import type { Loose } from './loose.js';

/** Refunds that stand where they cannot be, or contradict each other. */
export function refundFaults({ kind, refundsOrder }: Loose, refunds: readonly Loose[]): Fault[] {
  const faults: Fault[] = [];
  if (refundsOrder !== undefined && kind !== 'credit-note') {
    faults.push({ field: '/refundsOrder', value: excerpt(refundsOrder), rule: 'refunds-order-on-order' });
  }
  if (refunds.length && kind === 'credit-note') faults.push({ field: '/refunds', rule: 'refunds-on-credit-note' });
  const amounts = new Map<unknown, number>();
  refunds.forEach((refund, index) => {
    const amount = Number(refund['amount']);
    const known = amounts.get(refund['id']);
    if (known !== undefined && known !== amount) {
      faults.push({ field: `/refunds/${index}`, value: excerpt(refund), rule: 'contradicting-refunds' });
    }
    amounts.set(refund['id'], amount);
  });
  return faults;
}
