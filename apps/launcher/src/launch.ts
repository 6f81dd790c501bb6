import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tenantSettings } from '@orderweave/domain-ordering';
import { keepsData } from '@orderweave/engines';
import { ensureCredentials } from './home/credentials.js';
import { homeFolder } from './home/home-folder.js';
import { openPlayState } from './home/play-state.js';
import { Interruption } from './interruption.js';
import type { LauncherOptions } from './options/parse-options.js';
import { PlaySession } from './play-session.js';
import { RunningSystem } from './running-system.js';
import { chooseSource } from './sources/choose-source.js';
import { WORDS } from './view/words.js';

const INTERRUPTED = 130;

/**
 * Starts the system, plays the orders, stays up until Ctrl-C or, with `exit`, until the last order; stops everything whatever
 * happens. Returns the exit status.
 */
export async function launch(options: LauncherOptions, workspace: string): Promise<number> {
  const words = WORDS[options.language];
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const home = homeFolder(process.env['ORDERWEAVE_HOME'] || join(workspace, '.orderweave'));
  const source = await chooseSource(options);
  const fresh = options.fresh || !keepsData();
  if (fresh) await rm(home.playState, { force: true });
  const state = options.develop ? undefined : await openPlayState(home.playState, source.id, Date.now());
  const credentials = await ensureCredentials(home.credentials);
  const tenant = tenantSettings({ tenant: 'default', timeZone: source.timeZone, baseCurrency: source.baseCurrency });
  const { portOffset, develop } = options;
  const system = new RunningSystem({
    workspace,
    home,
    credentials,
    tenant,
    portOffset,
    fresh,
    watch: develop,
    log: print,
  });
  const interruption = new Interruption(
    () => {
      session.hide();
      print(`\n${words.stopping}`);
    },
    () => void system.kill().finally(() => process.exit(INTERRUPTED)),
  );
  const session = new PlaySession({ options, words, home, tenant, source, credentials, signal: interruption.signal });
  try {
    print(words.starting('PostgreSQL, Kafka'));
    await system.start(interruption.signal);
    const failure = system.failure();
    failure.catch(() => undefined);
    print(words.starting('order-ingest, customer-profile, segmentation, notification'));
    const opened = state ? session.open(state) : undefined;
    await Promise.race([
      Promise.all([system.ready((name) => print(words.ready(name))), opened]),
      interruption.aborted,
      failure,
    ]);
    if (state) await Promise.race([session.run(state), failure]);
    else await Promise.race([interruption.aborted, failure]);
    return 0;
  } catch (error) {
    // Whatever was under way when the signal came ends with an error of its own kind.
    if (!interruption.signal.aborted) throw error;
    return session.played || options.develop ? 0 : INTERRUPTED;
  } finally {
    await session.close();
    if (!interruption.signal.aborted) print(words.stopping);
    await system.stop();
    print(words.stopped);
    if (state && !session.played && keepsData()) print(words.again);
  }
}
