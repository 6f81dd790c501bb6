import { setTimeout as sleep } from 'node:timers/promises';
import type { RebuildResponse } from '../rebuild-responses.js';
import type { RebuildClient } from './rebuild-client.js';
import { UsageError, type RebuildOptions } from './rebuild-options.js';
import { tellProgress } from './tell-rebuild.js';

const POLL_MS = 500;
const UNDER_WAY: readonly RebuildResponse['state'][] = ['waiting', 'replaying', 'settling', 'comparing', 'switching'];

/** Where progress goes: a terminal, on which a line is redrawn, or a log, to which it is written when it has changed. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How a rebuild is followed. `signal` leaves it running. */
export interface Following {
  readonly output: ProgressOutput;
  readonly signal: AbortSignal;
  readonly pollMs?: number;
}

/** What became of a rebuild; `left` when it is under way still. */
export interface FollowedRebuild {
  readonly rebuild: RebuildResponse;
  readonly left: boolean;
}

type Client = Pick<RebuildClient, 'newest' | 'begin' | 'read' | 'ask'>;

/**
 * Begins a rebuild, or goes on with the one that there is, follows it until it is compared, and exchanges the states if that is asked for.
 * Throws `UsageError` for an exchange that makes no sense.
 */
export async function runRebuild(
  { exchange }: Pick<RebuildOptions, 'exchange'>,
  client: Client,
  following: Following,
): Promise<FollowedRebuild> {
  const kept = await client.newest();
  const present = kept?.state === 'discarded' ? undefined : kept;
  if (exchange === 'switch-back') {
    if (present?.state !== 'switched') throw new UsageError('there is no rebuilt state in place of the live one');
    return follow(await client.ask(present.id, 'switch-back'), client, following);
  }
  if (present?.state === 'switched') {
    if (exchange === null) return { rebuild: present, left: false };
    throw new UsageError(`rebuild ${present.id} is in place already; --switch-back puts the former state back`);
  }
  const followed = await follow(await takeUp(present, client), client, following);
  const { rebuild, left } = followed;
  if (exchange === null || left || rebuild.state !== 'ready') return followed;
  return follow(await client.ask(rebuild.id, 'switch'), client, following);
}

/** One that is ready is brought up to date and compared again. */
async function takeUp(present: RebuildResponse | undefined, client: Client): Promise<RebuildResponse> {
  if (!present) return client.begin();
  return UNDER_WAY.includes(present.state) ? present : client.ask(present.id, 'resume');
}

async function follow(
  begun: RebuildResponse,
  client: Client,
  { output, signal, pollMs = POLL_MS }: Following,
): Promise<FollowedRebuild> {
  let rebuild = begun;
  let shown = '';
  const show = () => {
    const line = tellProgress(rebuild);
    if (output.isTTY) output.write(`\r\x1b[2K${line}`);
    else if (line !== shown) output.write(`${line}\n`);
    shown = line;
  };
  show();
  while (UNDER_WAY.includes(rebuild.state) && !signal.aborted) {
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    rebuild = await client.read(rebuild.id);
    show();
  }
  if (output.isTTY) output.write('\n');
  return { rebuild, left: UNDER_WAY.includes(rebuild.state) };
}
