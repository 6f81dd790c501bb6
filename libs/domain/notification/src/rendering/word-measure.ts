import type { Reason } from '@orderweave/contracts';
import type { Locale } from '../locale.js';
import { showDay, showMoney, showMonth, showNumber, showShare } from './format-values.js';
import type { Phrases } from './phrases.js';

/** What a measure belongs to, and for whom it is worded. */
export interface MeasureContext {
  readonly reason: Reason;
  readonly currency: string;
  readonly locale: Locale;
  readonly words: Phrases;
  /** Decimals beyond those that are usual: of a measure that would read like its limit and is not. */
  readonly finer?: number;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^\d{4}-\d{2}$/;
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
/** Reasons that are shares of 1 by their name. */
const SHARES = new Set(['share-ahead', 'ahead-share', 'chance-lost', 'p-alive', 'q-30']);
/** Reasons that are amounts by their name. */
const AMOUNTS = new Set(['clv-12m']);
const RANGE = ' – ';
const LIST = ', ';

/** A value, or several of them, in words: money, shares, days, months and states by what the reason says they are. */
export function wordMeasure(measure: string | number, context: MeasureContext): string {
  if (typeof measure === 'number') return wordOne(measure, context);
  for (const [sign, joined] of [
    [RANGE, RANGE],
    [LIST, context.words.list],
  ] as const) {
    const parts = measure.split(sign);
    // A name may have a comma in it: then it stays as it is.
    if (parts.length > 1 && parts.every((part) => isWorded(part, context)))
      return parts.map((part) => wordOne(part, context)).join(joined);
  }
  return wordOne(measure, context);
}

function isWorded(text: string, { words }: MeasureContext): boolean {
  return NUMBER.test(text) || DAY.test(text) || words.knows(text);
}

function wordOne(value: string | number, context: MeasureContext): string {
  const { currency, locale, words, finer = 0 } = context;
  const { name, unit } = context.reason;
  const number = typeof value === 'number' || NUMBER.test(value);
  if (number && (unit === 'currency' || AMOUNTS.has(name))) return showMoney(String(value), currency, locale);
  if (number && (unit === 'share' || SHARES.has(name))) return showShare(value, 1 + finer);
  if (unit === 'gaps') return showNumber(number ? value : words.state(String(value)), locale, 1 + finer);
  if (typeof value === 'number' || (number && unit !== undefined)) return showNumber(value, locale, 2 + finer);
  if (DAY.test(value)) return showDay(value, locale);
  return MONTH.test(value) ? showMonth(value, locale) : words.state(value);
}
