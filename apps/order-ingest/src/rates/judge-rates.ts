import { type ExchangeRate, parseAmount, parseDay } from '@orderweave/domain-ordering';
import type { RateFault, RateRule } from './rate-fault.js';

const FIELDS = ['currency', 'day', 'rate'] as const;
const SHOWN = 200;

type Loose = Readonly<Record<string, unknown>>;

/** The rates of a body, one or a list, or everything that is wrong with them: then none of them can be used. */
export function judgeRates(
  body: unknown,
  baseCurrency: string,
): { readonly rates: ExchangeRate[]; readonly faults: RateFault[] } {
  const faults: RateFault[] = [];
  const rates = new Map<string, ExchangeRate>();
  const entries: [string, unknown][] = Array.isArray(body)
    ? body.map((value, index) => [`/${index}`, value])
    : [['', body]];
  for (const [at, value] of entries) {
    const own = faultsOf(value, baseCurrency);
    for (const { field, ...fault } of own) faults.push({ field: at + field, ...fault });
    if (own.length > 0) continue;
    const { currency, day: from, rate } = value as Record<(typeof FIELDS)[number], string>;
    const key = `${currency} ${from}`;
    if (rates.has(key)) faults.push({ field: at, value: key, rule: 'stated-twice' });
    else rates.set(key, { currency, from, rate });
  }
  return { rates: [...rates.values()], faults };
}

function faultsOf(value: unknown, baseCurrency: string): RateFault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ field: '', rule: 'no-object' }];
  const stated = value as Loose;
  const unknown = Object.keys(stated).filter((name) => !(FIELDS as readonly string[]).includes(name));
  return [
    ...FIELDS.flatMap((name): RateFault[] => {
      const field = `/${name}`;
      if (stated[name] === undefined) return [{ field, rule: 'required' }];
      const rule = ruleOf(name, stated[name], baseCurrency);
      return rule ? [{ field, ...shown(stated[name]), rule }] : [];
    }),
    ...unknown.map((name): RateFault => ({ field: `/${name.slice(0, SHOWN)}`, rule: 'unknown-field' })),
  ];
}

function ruleOf(name: (typeof FIELDS)[number], value: unknown, baseCurrency: string): RateRule | undefined {
  const text = typeof value === 'string' ? value : '';
  if (name === 'currency') {
    if (!/^[A-Z]{3}$/.test(text)) return 'no-currency';
    return text === baseCurrency ? 'base-currency' : undefined;
  }
  if (name === 'day') return isDay(text) ? undefined : 'no-such-day';
  // Written as in the configuration.
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) return 'no-rate';
  return parseAmount(text) > 0n ? undefined : 'not-above-zero';
}

/** Whether text is a day that an order can be of or a rate can begin with. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001-01-01') return false;
  try {
    parseDay(text);
    return true;
  } catch {
    return false;
  }
}

function shown(value: unknown): { value?: unknown } {
  if (typeof value === 'string') return { value: value.slice(0, SHOWN) };
  return typeof value === 'object' ? {} : { value };
}
