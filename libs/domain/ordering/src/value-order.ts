import type { OrderSubmission, RecordedOrder } from '@orderweave/contracts';
import { type Amount, formatAmount, multiplyAmounts, parseAmount } from './amount.js';
import { recordLines } from './record-lines.js';
import type { TenantSettings } from './tenant-settings.js';

/**
 * What a faultless submission is worth by the tenant's basis, before refunds, in the currency of its own document. A credit note whose
 * lines come positive is worth what it takes away. `goods`: the sum of its lines, where the caller has it.
 */
export function documentWorth(
  submission: OrderSubmission,
  { valueBasis }: Pick<TenantSettings, 'valueBasis'>,
  goods: Amount = recordLines(submission.lines).sum,
): Amount {
  let worth = goods;
  if (valueBasis !== 'goods') worth += amountOf(submission.shipping);
  if (valueBasis === 'total') worth += amountOf(submission.tax);
  return isTurned(submission, goods) ? -worth : worth;
}

/**
 * The very order that would have been recorded, had its rate been known: `unvalued` with its value and its refunds in the base currency.
 * `worth`: its `documentWorth`; `rate`: base units for one unit of its currency.
 */
export function valueOrder(unvalued: RecordedOrder, worth: Amount, rate: Amount): RecordedOrder {
  const refunds = unvalued.refunds.map(({ id, amount }) => ({
    id,
    amount: formatAmount(multiplyAmounts(parseAmount(amount), rate)),
  }));
  return { ...unvalued, refunds, value: formatAmount(multiplyAmounts(worth, rate)) };
}

/** Whether a document is a credit note that states what it takes away as positive. */
export function isTurned({ kind }: Pick<OrderSubmission, 'kind'>, goods: Amount): boolean {
  return kind === 'credit-note' && goods > 0n;
}

/** The amount of a field that may be left out; zero then. */
export function amountOf(value: string | number | undefined): Amount {
  return value === undefined ? 0n : parseAmount(value);
}
