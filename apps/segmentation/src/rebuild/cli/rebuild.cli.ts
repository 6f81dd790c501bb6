import { findApiKey } from './find-api-key.js';
import { RebuildClient, RebuildClientError } from './rebuild-client.js';
import { HELP, parseRebuildOptions, UsageError } from './rebuild-options.js';
import { runRebuild } from './run-rebuild.js';
import { tellComparison, tellWayBack } from './tell-rebuild.js';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());

try {
  const options = parseRebuildOptions(process.argv.slice(2));
  if (options) {
    const { tenant, exchange, url } = options;
    const client = new RebuildClient(url, await findApiKey(process.env, process.cwd(), tenant));
    const following = { output: process.stderr, signal: interruption.signal };
    const { rebuild, left } = await runRebuild(options, client, following);
    process.stdout.write(`${left ? tellWayBack(rebuild) : tellComparison(rebuild, tenant)}\n`);
    const wanted = exchange === 'switch' ? ['switched'] : exchange === null ? ['ready', 'switched'] : ['ready'];
    if (left) process.exitCode = 130;
    else if (!wanted.includes(rebuild.state)) process.exitCode = 1;
  } else process.stdout.write(HELP);
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof RebuildClientError)) throw error;
  process.stderr.write(`${error.message}\n${error instanceof UsageError ? `\n${HELP}` : ''}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
