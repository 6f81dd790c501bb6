import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { parseAmount } from './amount.js';
import { parseDay } from './day.js';
import { isTimeZone } from './time-zone.js';

/** What an order is worth: its goods; with shipping; with shipping and tax. */
export const VALUE_BASES = ['goods', 'goods+shipping', 'total'] as const;
export type ValueBasis = (typeof VALUE_BASES)[number];

/** One unit of `currency` is worth `rate` units of the tenant's base currency from local day `from` on, until a later `from`. */
const ExchangeRate = Type.Object(
  {
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    from: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }),
    rate: Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,9})?$' }),
  },
  { additionalProperties: false },
);
export type ExchangeRate = Static<typeof ExchangeRate>;

const Settings = Type.Object(
  {
    tenant: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }),
    timeZone: Type.Optional(Type.String()),
    baseCurrency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    valueBasis: Type.Optional(Type.Enum(VALUE_BASES)),
    defaultCountry: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
    rates: Type.Optional(Type.Array(ExchangeRate)),
    graceDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
  },
  { additionalProperties: false },
);
const validator = Compile(Type.Array(Settings, { minItems: 1 }));

/** What a tenant's orders are judged by. */
export interface TenantSettings {
  readonly tenant: string;
  /** IANA zone that days and months belong to. */
  readonly timeZone: string;
  /** ISO 4217 code that amounts are added up in. */
  readonly baseCurrency: string;
  readonly valueBasis: ValueBasis;
  /** ISO 3166 code for phone numbers written without a country code. */
  readonly defaultCountry: string;
  readonly rates: readonly ExchangeRate[];
  /** Days after a month's end at which its tiers are frozen. */
  readonly graceDays: number;
}

/** Thrown for settings that cannot be used; `faults` names every one of them. */
export class TenantSettingsError extends Error {
  override name = 'TenantSettingsError';
  constructor(readonly faults: readonly string[]) {
    super(`tenant settings cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
}

/** The settings of a tenant that states only some of them. */
export function tenantSettings(stated: Partial<TenantSettings> & { tenant: string }): TenantSettings {
  return Object.freeze({
    timeZone: 'Asia/Shanghai',
    baseCurrency: 'CNY',
    valueBasis: 'goods',
    defaultCountry: 'CN',
    rates: [],
    graceDays: 3,
    ...stated,
  });
}

/** Settings from a JSON list, as a value or as text; fills in defaults, throws `TenantSettingsError` with all faults. */
export function parseTenantSettings(json: unknown): TenantSettings[] {
  const value = typeof json === 'string' ? parseText(json) : json;
  if (!validator.Check(value)) {
    const faults = validator.Errors(value).map((error) => `${error.instancePath || '/'} ${error.message}`);
    throw new TenantSettingsError([...new Set(faults)]);
  }
  const faults = value.flatMap((settings, index) => [
    ...(settings.timeZone === undefined || isTimeZone(settings.timeZone)
      ? []
      : [`/${index}/timeZone "${settings.timeZone}" is no IANA time zone, such as Asia/Shanghai`]),
    ...(value.findIndex(({ tenant }) => tenant === settings.tenant) < index
      ? [`/${index}/tenant "${settings.tenant}" is listed twice`]
      : []),
    ...(settings.rates ?? []).flatMap((rate, at) => rateFaults(rate, `/${index}/rates/${at}`)),
  ]);
  if (faults.length) throw new TenantSettingsError(faults);
  return value.map(tenantSettings);
}

function rateFaults({ from, rate }: ExchangeRate, path: string): string[] {
  const faults: string[] = [];
  try {
    parseDay(from);
  } catch {
    faults.push(`${path}/from "${from}" is not a day of the calendar`);
  }
  if (parseAmount(rate) <= 0n) faults.push(`${path}/rate "${rate}" is not above zero`);
  return faults;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TenantSettingsError([`not JSON: ${(error as Error).message}`]);
  }
}
