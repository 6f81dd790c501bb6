import { parseArgs } from 'node:util';

/** What `npm start` was asked to do. */
export interface LauncherOptions {
  /** Stop everything after the last order. */
  exit: boolean;
  /** Forget what earlier starts left. */
  fresh: boolean;
  help: boolean;
  /** Play this file of orders in place of the simulated year. */
  orders?: string;
  /** Name of a built-in column map, or path of a JSON document with one. */
  map?: string;
  /** IANA zone of the file's days and months; else the map's, else that of its first order. */
  timeZone?: string;
  /** Currency that the file's amounts are added up in; else the map's, else that of its first order. */
  currency?: string;
  customers: number;
  days: number;
  seed: number;
  /** How much time a step of the manual clock covers. */
  step: 'day' | 'week';
  language: 'zh' | 'en';
  /** Added to every default port. */
  portOffset: number;
  /** Engines and services only: nothing is played, and services start again when their code changes. */
  develop: boolean;
}

/** Thrown for a command line that cannot be understood; the message says what is right. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const SPECIFICATION = {
  exit: { type: 'boolean' },
  fresh: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  orders: { type: 'string' },
  map: { type: 'string' },
  'time-zone': { type: 'string' },
  currency: { type: 'string' },
  customers: { type: 'string' },
  days: { type: 'string' },
  seed: { type: 'string' },
  step: { type: 'string' },
  lang: { type: 'string' },
  'port-offset': { type: 'string' },
  develop: { type: 'boolean' },
} as const;

/** Reads the command line and the environment (ORDERWEAVE_PORT_OFFSET, LANG). @throws UsageError */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): LauncherOptions {
  const values = readArguments(args);
  if ((values.orders === undefined) !== (values.map === undefined)) {
    throw new UsageError(
      '--orders FILE and --map NAME belong together, such as --orders sales.csv.gz --map online-retail',
    );
  }
  for (const name of ['customers', 'days', 'seed'] as const) {
    if (values.orders !== undefined && values[name] !== undefined) {
      throw new UsageError(`--${name} is for the simulated year; it means nothing with --orders`);
    }
  }
  for (const name of ['time-zone', 'currency'] as const) {
    if (values.orders === undefined && values[name] !== undefined) {
      throw new UsageError(`--${name} is for a file; it means nothing without --orders`);
    }
  }
  const timeZone = values['time-zone'];
  if (timeZone !== undefined && !Intl.supportedValuesOf('timeZone').concat('UTC').includes(timeZone)) {
    throw new UsageError(`--time-zone takes an IANA zone such as Europe/London, not "${timeZone}"`);
  }
  if (values.currency !== undefined && !/^[A-Z]{3}$/.test(values.currency)) {
    throw new UsageError(`--currency takes an ISO 4217 code such as EUR, not "${values.currency}"`);
  }
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return {
    exit: values.exit ?? false,
    fresh: values.fresh ?? false,
    help: values.help ?? false,
    ...(values.orders === undefined ? {} : { orders: values.orders }),
    ...(values.map === undefined ? {} : { map: values.map }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(values.currency === undefined ? {} : { currency: values.currency }),
    customers: wholeNumber('--customers', values.customers ?? '2000', 1, 10_000_000),
    days: wholeNumber('--days', values.days ?? '365', 1, 3650),
    seed: wholeNumber('--seed', values.seed ?? '1', 0, Number.MAX_SAFE_INTEGER),
    step: oneOf('--step', values.step ?? 'day', ['day', 'week']),
    language: oneOf('--lang', values.lang ?? (locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'), ['zh', 'en']),
    portOffset: wholeNumber(
      values['port-offset'] === undefined ? 'ORDERWEAVE_PORT_OFFSET' : '--port-offset',
      values['port-offset'] ?? (env['ORDERWEAVE_PORT_OFFSET'] || '0'),
      -3000,
      60_000,
    ),
    develop: values.develop ?? false,
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: SPECIFICATION, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('. ');
    throw new UsageError(`${reason}. Run with --help to see what there is.`);
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${name} takes a whole number from ${least} to ${most}, not "${text}"`);
}

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new UsageError(`${name} takes ${choices.join(' or ')}, not "${text}"`);
  return choice;
}
