import { type Amount, AmountError, multiplyAmounts, parseAmount } from '../amount.js';
import { excerpt } from './excerpt.js';
import type { Fault } from './fault.js';
import type { Loose } from './loose.js';

const SIX_DECIMALS = 10n ** 6n;
const MONEY = /^-?\d{1,15}(\.\d{1,6})?$/;
/** A line, and a whole order, stay below 10^15 of their currency, so that sums of many fit every column and message. */
const LARGEST = parseAmount('1000000000000000');

/** Amounts that cannot be kept exactly or make no sense together. */
export function moneyFaults({ shipping, tax }: Loose, lines: readonly Loose[], refunds: readonly Loose[]): Fault[] {
  const faults: Fault[] = [];
  const parse = (field: string, value: unknown): Amount => {
    // What is no decimal at all is a fault of shape.
    if (typeof value === 'string') return MONEY.test(value) ? parseAmount(value) : 0n;
    if (typeof value !== 'number') return 0n;
    const amount = parseNumber(value);
    if (amount === undefined) faults.push({ field, value, rule: 'too-many-decimals' });
    return amount ?? 0n;
  };
  let sum = parse('/shipping', shipping) + parse('/tax', tax);
  lines.forEach((line, index) => {
    const field = `/lines/${index}`;
    const quantity = parse(`${field}/quantity`, line['quantity']);
    const gross = multiplyAmounts(quantity, parse(`${field}/unitPrice`, line['unitPrice']));
    const discount = line['discount'] === undefined ? 0n : parse(`${field}/discount`, line['discount']);
    sum += gross - discount;
    if (magnitude(gross) > LARGEST) faults.push({ field, value: excerpt(line), rule: 'amount-too-large' });
    else if (discount !== 0n && (magnitude(discount) > magnitude(gross) || discount * gross < 0n)) {
      faults.push({ field: `${field}/discount`, value: excerpt(line['discount']), rule: 'discount-above-line' });
    }
  });
  if (magnitude(sum) > LARGEST) faults.push({ field: '/lines', rule: 'amount-too-large' });
  refunds.forEach(({ amount }, index) => {
    const field = `/refunds/${index}/amount`;
    if (parse(field, amount) < 0n) faults.push({ field, value: amount, rule: 'negative-refund' });
  });
  return faults;
}

/** A JSON number has the decimals that it prints; 0.1 + 0.2 prints seventeen. */
function parseNumber(value: number): Amount | undefined {
  try {
    const amount = parseAmount(value);
    return amount % SIX_DECIMALS === 0n ? amount : undefined;
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}

function magnitude(amount: Amount): Amount {
  return amount < 0n ? -amount : amount;
}
