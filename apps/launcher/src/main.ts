import { resolve } from 'node:path';
import { ColumnMapError } from '@orderweave/domain-ordering';
import { EngineStartError } from '@orderweave/engines';
import { OtherSourceError } from './home/play-state.js';
import { launch } from './launch.js';
import { HELP_TEXT } from './options/help-text.js';
import { parseOptions, UsageError } from './options/parse-options.js';
import { ServiceFailure } from './services/service-process.js';

/** Errors whose message alone says what to do; of others a developer needs the stack. */
const PLAIN = [UsageError, OtherSourceError, EngineStartError, ServiceFailure, ColumnMapError];

async function main(): Promise<number> {
  try {
    const options = parseOptions(process.argv.slice(2), process.env);
    if (options.help) {
      process.stdout.write(HELP_TEXT);
      return 0;
    }
    return await launch(options, resolve(import.meta.dirname, '../../..'));
  } catch (error) {
    const plain = PLAIN.some((kind) => error instanceof kind);
    process.stderr.write(`\n${plain ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

// Kept-alive sockets and timers of a failed start must not keep the process.
process.exit(await main());
