import { type Amount, parseAmount } from './amount.js';
import { type Day, parseDay } from './day.js';
import type { TenantSettings } from './tenant-settings.js';

interface DatedRate {
  readonly from: Day;
  readonly rate: Amount;
}

const tables = new WeakMap<TenantSettings, ReadonlyMap<string, readonly DatedRate[]>>();
const ONE = parseAmount('1');

/** What one unit of a currency is worth in the tenant's base currency on a local day; undefined when no rate covers that day. */
export function rateOn(settings: TenantSettings, currency: string, day: Day): Amount | undefined {
  if (currency === settings.baseCurrency) return ONE;
  let table = tables.get(settings);
  if (!table) tables.set(settings, (table = tableOf(settings)));
  return table.get(currency)?.find(({ from }) => from <= day)?.rate;
}

/** The first local day that a rate covers, by currency; earlier orders of that currency wait, as do all of other currencies. */
export function firstDays(settings: TenantSettings): Map<string, Day> {
  const first = new Map<string, Day>();
  for (const { currency, from } of settings.rates) {
    const day = parseDay(from);
    if (day < (first.get(currency) ?? Infinity)) first.set(currency, day);
  }
  return first;
}

/** Rates by currency, newest first. */
function tableOf(settings: TenantSettings): Map<string, DatedRate[]> {
  const table = new Map<string, DatedRate[]>();
  for (const { currency, from, rate } of settings.rates) {
    const rates = table.get(currency) ?? [];
    rates.push({ from: parseDay(from), rate: parseAmount(rate) });
    table.set(currency, rates);
  }
  for (const rates of table.values()) rates.sort((a, b) => b.from - a.from);
  return table;
}
