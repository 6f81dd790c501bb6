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
  const rates = tableFor(settings).get(currency) ?? [];
  let low = 0;
  let high = rates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rates[middle]?.from ?? 0) <= day) high = middle;
    else low = middle + 1;
  }
  return rates[low]?.rate;
}

/** The first local day that a rate covers, by currency; earlier orders of that currency wait, as do all of other currencies. */
export function firstDays(settings: TenantSettings): Map<string, Day> {
  return new Map([...tableFor(settings)].map(([currency, rates]) => [currency, rates.at(-1)?.from ?? Infinity]));
}

function tableFor(settings: TenantSettings): ReadonlyMap<string, readonly DatedRate[]> {
  let table = tables.get(settings);
  if (!table) tables.set(settings, (table = tableOf(settings)));
  return table;
}

/** Rates by currency, newest first; of two for one day the one listed first. */
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
