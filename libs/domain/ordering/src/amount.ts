/** An amount of money as a fixed-point integer: units of 10^-12 of the currency. Exact for sums and differences. */
export type Amount = bigint;

/** Decimals that an `Amount` keeps: a quantity and a unit price with six decimals each multiply exactly. */
export const AMOUNT_DECIMALS = 12;
/** Powers of ten up to the greatest that a decimal with a two-digit exponent asks for. */
const POWERS_OF_TEN = Array.from({ length: AMOUNT_DECIMALS + 100 }, (_, exponent) => 10n ** BigInt(exponent));
const UNIT = powerOfTen(AMOUNT_DECIMALS);
/** So many digits a `number` holds exactly, and a `bigint` is made of a number faster than of text. */
const EXACT_DIGITS = 15;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Thrown for text that is not a decimal number, or has more decimals than can be kept. */
export class AmountError extends Error {
  override name = 'AmountError';
}

/** Parses a decimal (`"14.665"`, `-3`, `1e-7`) without rounding; throws `AmountError` if that is not possible. */
export function parseAmount(value: string | number): Amount {
  const text = typeof value === 'number' ? String(value) : value;
  return parsePlain(text) ?? parseAny(text);
}

/** Digits and perhaps a point, as nearly all amounts are; undefined for any other text. */
function parsePlain(text: string): Amount | undefined {
  const { length } = text;
  if (length > EXACT_DIGITS) return undefined;
  let [digits, point] = [0, length];
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) digits = digits * 10 + code - 48;
    else if (code === 46 && point === length) point = index;
    else return undefined;
  }
  const decimals = Math.max(0, length - 1 - point);
  const isPlain = point > 0 && point !== length - 1 && decimals <= AMOUNT_DECIMALS;
  return isPlain ? BigInt(digits) * powerOfTen(AMOUNT_DECIMALS - decimals) : undefined;
}

function parseAny(value: string): Amount {
  const match = DECIMAL.exec(value);
  if (!match) throw new AmountError(`"${value}" is not a decimal number, such as 14.665`);
  const [, sign, whole = '0', fraction = '', exponent = '0'] = match;
  const shift = AMOUNT_DECIMALS - fraction.length + Number(exponent);
  const digits = whole + fraction;
  let units = digits.length <= EXACT_DIGITS ? BigInt(Number(digits)) : BigInt(digits);
  if (shift >= 0) units *= powerOfTen(shift);
  else {
    const divisor = powerOfTen(-shift);
    if (units % divisor !== 0n) throw new AmountError(`"${value}" has more than ${AMOUNT_DECIMALS} decimals`);
    units /= divisor;
  }
  return sign === '-' ? -units : units;
}

/** The shortest decimal text of an amount: `29.33`, `-0.5`, `0`. */
export function formatAmount(amount: Amount): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(AMOUNT_DECIMALS + 1, '0');
  const fraction = digits.slice(-AMOUNT_DECIMALS).replace(/0+$/, '');
  const text = fraction ? `${digits.slice(0, -AMOUNT_DECIMALS)}.${fraction}` : digits.slice(0, -AMOUNT_DECIMALS);
  return amount < 0n ? `-${text}` : text;
}

/** The amount with exactly `decimals` digits behind the point, halves to even; for showing to people. */
export function showAmount(amount: Amount, decimals = 2): string {
  const unit = powerOfTen(AMOUNT_DECIMALS - decimals);
  const rounded = formatAmount(roundHalfEven(amount, unit) * unit);
  const [whole = '0', fraction = ''] = rounded.split('.');
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** Product of two decimals, halves to even at the twelfth decimal (exact while the factors' decimals sum to 12 at most). */
export function multiplyAmounts(a: Amount, b: Amount): Amount {
  return roundHalfEven(a * b, UNIT);
}

/** `a / b` as a plain number, for shares and ratios that are only shown or compared with a threshold. */
export function ratioOf(a: Amount, b: Amount): number {
  return Number(a) / Number(b);
}

function roundHalfEven(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  const rest = value % unit;
  if (rest === 0n) return quotient;
  const twice = 2n * rest;
  const magnitude = twice < 0n ? -twice : twice;
  const up = magnitude > unit || (magnitude === unit && quotient % 2n !== 0n);
  if (!up) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}
