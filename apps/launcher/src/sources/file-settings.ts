import { readOrders, type ColumnMap } from '@orderweave/domain-ordering';
import { UsageError } from '../options/parse-options.js';
import { readRows } from './read-rows.js';

/** What may be stated about a file on the command line. */
export interface StatedSettings {
  /** IANA zone that its days and months belong to. */
  timeZone?: string;
  /** ISO 4217 code that its amounts are added up in. */
  currency?: string;
}

const OFFSET = /(Z|[+-]\d{2}:\d{2})$/;

/**
 * The map with a zone and a base currency: as stated, else the map's own, else those of the file's first order, so that a file
 * of another country is neither counted on another day nor left without value.
 * @throws UsageError when the file says neither, or its offset belongs to no zone with whole hours
 */
export async function withFileSettings(file: string, map: ColumnMap, stated: StatedSettings): Promise<ColumnMap> {
  const timeZone = stated.timeZone ?? map.timeZone;
  const baseCurrency = stated.currency ?? map.baseCurrency;
  if (timeZone !== undefined && baseCurrency !== undefined) return { ...map, timeZone, baseCurrency };
  const first = await firstOrder(file, map);
  return {
    ...map,
    timeZone: timeZone ?? zoneOf(String(first['placedAt'] ?? '')),
    baseCurrency: baseCurrency ?? currencyOf(first['currency']),
  };
}

async function firstOrder(file: string, map: ColumnMap): Promise<Record<string, unknown>> {
  for await (const { submission } of readOrders(() => readRows(file), map, { windowRows: 1 })) return submission;
  throw new UsageError(`${file} holds no order that map ${map.name} can read`);
}

/** The zone of fixed offset; its name has the sign of POSIX, so that +08:00 is Etc/GMT-8. */
function zoneOf(placedAt: string): string {
  const offset = OFFSET.exec(placedAt)?.[1];
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(offset ?? '') ?? [];
  if (offset === 'Z' || (hours === '00' && minutes === '00')) return 'UTC';
  if (hours !== undefined && minutes === '00') return `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`;
  throw new UsageError(
    `the time zone cannot be told from "${placedAt}"; add --time-zone, such as --time-zone Asia/Kolkata`,
  );
}

function currencyOf(currency: unknown): string {
  if (typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)) return currency;
  throw new UsageError(
    `the currency of the first order is "${String(currency)}"; add --currency, such as --currency EUR`,
  );
}
