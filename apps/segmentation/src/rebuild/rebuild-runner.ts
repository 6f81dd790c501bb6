import { releasePartitions } from '@orderweave/postgres';
import { CONSUMER, ReplaySession, type RebuildParts } from './replay-session.js';
import {
  forgetDifferences,
  moveRebuild,
  noteCompared,
  noteProgress,
  readKeptRebuild,
  readRebuild,
  type RebuildRow,
  type RebuildState,
} from './rebuild.store.js';
import { dropShadow, schemasOf } from './shadow-schema.js';

const LOOK_MS = 250;
const ON_THE_WAY: readonly RebuildState[] = ['waiting', 'replaying', 'settling', 'comparing'];

/** Does what is asked of the rebuild, step by step; each step can be taken up again by whoever comes after. One process at a time. */
export class RebuildRunner {
  private session: ReplaySession | undefined;
  private stopping = false;

  constructor(
    private readonly parts: RebuildParts,
    /** Whether this process is still the one that may work on it. */
    private readonly mayWork: () => boolean,
  ) {}

  /** Whether there is anything to do. */
  async isWanted(): Promise<boolean> {
    const row = await readKeptRebuild(this.parts.database);
    return row !== undefined && stepOf(row) !== undefined;
  }

  /** Works until what was asked for is done, or something else is asked for. */
  async work(): Promise<void> {
    const { database, log } = this.parts;
    // Of a process that died while the live service stood still.
    await database.transaction((tx) => releasePartitions(tx, CONSUMER));
    const row = await readKeptRebuild(database);
    const step = row && stepOf(row);
    if (!row || !step || this.stopping) return;
    const watch = setInterval(() => void this.look(row), LOOK_MS);
    try {
      await this[step](row);
    } catch (error) {
      if (!(await this.isStillAsked(row))) return;
      log.error({ err: error, rebuild: row.id }, 'the rebuild failed');
      const back = row.state === 'switching' ? (row.exchanged ? 'switched' : 'ready') : 'failed';
      await moveRebuild(database, row.id, back, (error as Error).message);
    } finally {
      clearInterval(watch);
      this.session = undefined;
    }
  }

  /** Ends after what is in hand; the next process goes on from there. */
  stop(): void {
    this.stopping = true;
    this.session?.stop();
  }

  private async build(row: RebuildRow): Promise<void> {
    const { database } = this.parts;
    await this.withSession(row, async (session) => {
      const move = async (state: RebuildState): Promise<boolean> => {
        if (!(await this.isStillAsked(row))) return false;
        await moveRebuild(database, row.id, state);
        return true;
      };
      if (!(await move('replaying'))) return;
      await session.catchUp();
      if (!(await move('settling'))) return;
      await session.settle();
      if (!(await move('comparing'))) return;
      await session.compare(row.id);
      await noteCompared(database, row.id);
      await move('ready');
    });
  }

  private async exchange(row: RebuildRow): Promise<void> {
    await this.withSession(row, async (session) => {
      await session.catchUp();
      if (!(await this.isStillAsked(row))) return;
      await session.settle();
      await session.exchange(row.id);
    });
  }

  private async rest(row: RebuildRow): Promise<void> {
    await moveRebuild(this.parts.database, row.id, 'stopped');
  }

  private async discard(row: RebuildRow): Promise<void> {
    const { database } = this.parts;
    await dropShadow(database, (await schemasOf(database, row.id)).shadow);
    await database.transaction((tx) => forgetDifferences(tx, row.id));
    await moveRebuild(database, row.id, 'discarded');
  }

  private async withSession(row: RebuildRow, work: (session: ReplaySession) => Promise<void>): Promise<void> {
    const session = await ReplaySession.open(this.parts, row.id);
    this.session = session;
    if (this.stopping) session.stop();
    const first = await session.progress();
    const began = performance.now();
    const note = async (): Promise<void> => {
      const now = await session.progress();
      const rate = (now.replayed - first.replayed) / ((performance.now() - began) / 1_000);
      await noteProgress(this.parts.database, row.id, { ...now, rate: rate > 0 ? rate : null });
    };
    const noting = setInterval(() => void note().catch(() => undefined), 2 * LOOK_MS);
    try {
      await work(session);
    } finally {
      clearInterval(noting);
      await note().catch(() => undefined);
      await session.close();
    }
  }

  /** Ends the work under way when something else is asked for, or another process has taken over. */
  private async look(row: RebuildRow): Promise<void> {
    if (!(await this.isStillAsked(row).catch(() => true))) this.session?.stop();
  }

  private async isStillAsked(row: RebuildRow): Promise<boolean> {
    if (this.stopping || !this.mayWork()) return false;
    return (await readRebuild(this.parts.database, row.id))?.goal === row.goal;
  }
}

/** What a rebuild needs next. */
function stepOf({ goal, state }: RebuildRow): 'discard' | 'exchange' | 'build' | 'rest' | undefined {
  if (goal === 'discarded') return 'discard';
  if (state === 'switching') return 'exchange';
  if (!ON_THE_WAY.includes(state)) return undefined;
  return goal === 'stopped' ? 'rest' : 'build';
}
