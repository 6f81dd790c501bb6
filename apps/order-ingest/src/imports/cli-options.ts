import { parseArgs } from 'node:util';

/** What `npm run import` is asked to do. */
export interface ImportOptions {
  readonly file: string;
  /** Name of a column map, or a JSON file with one. */
  readonly map: string;
  readonly dryRun: boolean;
  readonly url: string;
}

export const HELP = `Imports a CSV file of orders, plain or gzip.

  npm run import -- FILE --map NAME [--dry-run] [--url URL]

  --map NAME   column map: online-retail, generic, one of your own, or a JSON file with one
  --dry-run    judge every order and say what would become of it; change nothing
  --url URL    order-ingest, unless it is http://localhost:4101

The API key comes from ORDERWEAVE_API_KEY, or from .orderweave/credentials.json of this folder or one above.
`;

/** Thrown for a command line that cannot be understood; the message says what to write instead. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Reads the command line; undefined when help is asked for. */
export function parseImportOptions(args: readonly string[]): ImportOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [file, ...more] = positionals;
  if (!file) throw new UsageError('name the file to import');
  if (more.length) throw new UsageError(`one file at a time: what is "${more.join(' ')}"?`);
  if (!values.map)
    throw new UsageError('say how to read the file: --map online-retail, --map generic, or --map FILE.json');
  if (!URL.canParse(values.url)) throw new UsageError(`--url "${values.url}" is no URL, such as http://localhost:4101`);
  return { file, map: values.map, dryRun: values['dry-run'], url: values.url.replace(/\/$/, '') };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        map: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        url: { type: 'string', default: 'http://localhost:4101' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
