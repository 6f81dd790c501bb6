import type { Locale } from '../locale.js';

const money = new Map<string, Intl.NumberFormat>();
const dates: Record<Locale, Intl.DateTimeFormat> = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }),
};
const months: Record<Locale, Intl.DateTimeFormat> = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { year: 'numeric', month: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' }),
};
const numbers = new Map<string, Intl.NumberFormat>();

/** `¥1,240.00`: a decimal text as money, exact however many digits it has. */
export function showMoney(amount: string, currency: string, locale: Locale): string {
  const key = `${locale}/${currency}`;
  let format = money.get(key);
  if (!format) {
    const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', roundingMode: 'halfEven' } as const;
    money.set(key, (format = new Intl.NumberFormat(locale === 'en' ? 'en-US' : locale, options)));
  }
  return format.format(amount as `${number}`);
}

/** `2026年3月2日`, `2 Mar 2026`; text that is no day stays as it is. */
export function showDay(text: string, locale: Locale): string {
  return show(`${text}T00:00:00Z`, text, dates[locale]);
}

/** `2026年3月`, `March 2026`. */
export function showMonth(text: string, locale: Locale): string {
  return show(`${text}-01T00:00:00Z`, text, months[locale]);
}

/** A number with at most so many decimals; names stay as they are. */
export function showNumber(value: string | number, locale: Locale, decimals = 2): string {
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) return String(value);
  const key = `${locale}/${decimals}`;
  let format = numbers.get(key);
  if (!format) numbers.set(key, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: decimals })));
  return format.format(number);
}

/** A share of 1 as a percentage with at most so many decimals: `35%`. */
export function showShare(value: string | number, decimals = 1): string {
  const unit = 10 ** decimals;
  return `${Math.round(Number(value) * 100 * unit) / unit}%`;
}

function show(iso: string, text: string, format: Intl.DateTimeFormat): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? text : format.format(ms);
}
