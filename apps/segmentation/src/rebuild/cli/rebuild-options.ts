import { parseArgs } from 'node:util';

/** What `npm run rebuild` is asked to do. */
export interface RebuildOptions {
  readonly tenant: string;
  /** Whether the rebuilt state is to be put in place of the live one, or the former one back. */
  readonly exchange: 'switch' | 'switch-back' | null;
  readonly url: string;
}

export const HELP = `Rebuilds the state of segmentation from the log, beside the live one, and says what differs.

  npm run rebuild -- [--tenant NAME] [--switch | --switch-back] [--url URL]

  --tenant NAME   whose differences are shown, unless it is default; all tenants are rebuilt
  --switch        then puts the rebuilt state in place of the live one, which is kept
  --switch-back   puts the former state back in its place
  --url URL       segmentation, unless it is http://localhost:4103

Goes on with a rebuild that there is already. Ctrl-C leaves it running; the same command comes back to it.
The API key comes from ORDERWEAVE_API_KEY, or from .orderweave/credentials.json of this folder or one above.
`;

/** Thrown for a command line that cannot be understood; the message says what to write instead. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Reads the command line; undefined when help is asked for. */
export function parseRebuildOptions(args: readonly string[]): RebuildOptions | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  const back = values['switch-back'];
  if (values.switch && back) throw new UsageError('either --switch or --switch-back');
  if (!URL.canParse(values.url)) throw new UsageError(`--url "${values.url}" is no URL, such as http://localhost:4103`);
  const exchange = values.switch ? 'switch' : back ? 'switch-back' : null;
  return { tenant: values.tenant, exchange, url: values.url.replace(/\/$/, '') };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        tenant: { type: 'string', default: 'default' },
        switch: { type: 'boolean', default: false },
        'switch-back': { type: 'boolean', default: false },
        url: { type: 'string', default: 'http://localhost:4103' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
