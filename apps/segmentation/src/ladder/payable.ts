import { AMOUNT_DECIMALS, formatAmount, type Amount } from '@orderweave/domain-ordering';

const CENT = 10n ** BigInt(AMOUNT_DECIMALS - 2);

/** An amount that is needed at least, as decimal text: rounded up to what can be paid, two decimals. */
export function payable(least: Amount): string {
  return formatAmount(((least + CENT - 1n) / CENT) * CENT);
}
