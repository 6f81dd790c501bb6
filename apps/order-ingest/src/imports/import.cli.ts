import { HELP, parseImportOptions, UsageError } from './cli-options.js';
import { findApiKey } from './find-api-key.js';
import { ImportClient, ImportClientError } from './import-client.js';
import { runImport, summariseImport } from './run-import.js';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());

try {
  const options = parseImportOptions(process.argv.slice(2));
  if (options) {
    const client = new ImportClient(options.url, await findApiKey(process.env, process.cwd()));
    const job = await runImport(options, client, process.stderr, interruption.signal);
    process.stdout.write(`${summariseImport(job)}\n`);
    if (job.state !== 'done') process.exitCode = job.state === 'stopped' ? 130 : 1;
  } else process.stdout.write(HELP);
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof ImportClientError)) throw error;
  process.stderr.write(`${error.message}\n${error instanceof UsageError ? `\n${HELP}` : ''}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
