import { readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportOptions } from './cli-options.js';
import { UsageError } from './cli-options.js';
import type { ImportClient } from './import-client.js';
import type { ShownImport } from './imports.controller.js';
import { ProgressBar, type ProgressOutput } from './progress-bar.js';

const POLL_MS = 300;

/** Uploads a file, follows its import to the end, and says what became of it. `signal` stops it. Returns how it ended. */
export async function runImport(
  { file, map, dryRun }: ImportOptions,
  client: ImportClient,
  output: ProgressOutput,
  signal: AbortSignal,
): Promise<ShownImport> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`"${file}" is no file that can be read`);
  const name = await mapName(map, client);
  const bar = new ProgressBar(output);
  let job = await client.start(file, name, dryRun, (bytes) => bar.show('upload', (100 * bytes) / found.size, ''));
  bar.end();
  while (job.state === 'running' || job.state === 'stopping') {
    bar.show(dryRun ? 'check ' : 'import', job.progress.percent, remarkOn(job));
    if (signal.aborted && job.state === 'running') await client.stop(job.id);
    await sleep(POLL_MS);
    job = await client.get(job.id);
  }
  bar.show(dryRun ? 'check ' : 'import', job.progress.percent, remarkOn(job));
  bar.end();
  return job;
}

/** What an import came to, for people. */
export function summariseImport({ id, state, dryRun, progress, refused, error }: ShownImport): string {
  const { rows, orders, accepted, duplicate, stale, quarantined } = progress;
  const verb = dryRun ? 'would be ' : '';
  return [
    `import ${id} is ${state}: ${orders} orders in ${rows} rows; ${verb}accepted ${accepted}, duplicate ${duplicate}, stale ${stale}, quarantined ${quarantined}`,
    ...(error ? [error] : []),
    ...refused.flatMap(({ document, row, faults }) => [
      `  row ${row}, ${document}:`,
      ...faults.map(({ field, value, rule, remedy }) => {
        return `    ${field}${value === undefined ? '' : ` ${JSON.stringify(value)}`} ${rule}: ${remedy}`;
      }),
    ]),
    ...(quarantined > refused.length ? [`  … and ${quarantined - refused.length} more: GET /v1/quarantine`] : []),
  ].join('\n');
}

function remarkOn({ progress: { orders, rowsPerSecond, etaSeconds, quarantined } }: ShownImport): string {
  const eta = etaSeconds === undefined ? '' : `, ${etaSeconds} s left`;
  return `${orders} orders, ${rowsPerSecond} rows/s${quarantined ? `, ${quarantined} quarantined` : ''}${eta}`;
}

/** A map's name; a map in a file is handed to the service first. */
async function mapName(map: string, client: ImportClient): Promise<string> {
  if (!map.endsWith('.json')) return map;
  const text = await readFile(map, 'utf8').catch(() => undefined);
  if (text === undefined) throw new UsageError(`--map "${map}" is no file that can be read`);
  try {
    return await client.putMap(JSON.parse(text) as { name?: unknown });
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`--map "${map}" is not JSON: ${error.message}`);
    throw error;
  }
}
