import { Injectable } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { decodeCursor, encodeCursor } from '@orderweave/service';
import type { KafkaAccess } from '@orderweave/stream';
import { WordedProblem } from '../problems/worded-problem.js';
import { LogIncompleteError, missingFrom, readLogEnds } from './log-ends.js';
import {
  addRebuild,
  askRebuild,
  readCounts,
  readDifferences,
  readKeptRebuild,
  readRebuild,
  readRebuilds,
  type RebuildDifference,
  type RebuildGoal,
  type RebuildRow,
  type RebuildState,
} from './rebuild.store.js';

/** What can be asked of a rebuild: from which states, and what it then is. */
const WISHES = {
  stop: { goal: 'stopped', from: ['waiting', 'replaying', 'settling', 'comparing'] },
  resume: { goal: 'ready', from: ['stopped', 'failed', 'ready'], to: 'waiting' },
  switch: { goal: 'switched', from: ['ready'], to: 'switching' },
  'switch-back': { goal: 'ready', from: ['switched'], to: 'switching' },
  discard: {
    goal: 'discarded',
    from: ['waiting', 'replaying', 'settling', 'comparing', 'ready', 'switched', 'stopped', 'failed'],
  },
} as const satisfies Record<string, { goal: RebuildGoal; from: readonly RebuildState[]; to?: RebuildState }>;

/** What a person may wish. */
export type RebuildWish = keyof typeof WISHES;

/** Begins rebuilds, passes on what is asked of them, and tells how they stand. */
@Injectable()
export class Rebuilds {
  constructor(
    private readonly database: Database,
    private readonly kafka: KafkaAccess,
  ) {}

  /** Begins a rebuild. A `Problem` (409) while there is another one, or when the log no longer has its beginning. */
  async begin(startedBy: string): Promise<RebuildRow> {
    await this.mustBeWhole();
    const row = await addRebuild(this.database, startedBy);
    if (row) return row;
    const other = await readKeptRebuild(this.database);
    throw new WordedProblem(
      {
        status: 409,
        code: 'rebuild-exists',
        title: 'There is a rebuild already',
        detail: `Rebuild ${other?.id} is ${other?.state}; go on with it, or delete it.`,
        extra: { id: other?.id },
      },
      { title: '已有一次重建', detail: `重建 ${other?.id} 的状态为 ${other?.state}；请继续它，或将其删除。` },
    );
  }

  /** A `Problem` (404) for one that is not there. */
  async read(id: number): Promise<RebuildRow> {
    const row = await readRebuild(this.database, id);
    if (row) return row;
    throw new WordedProblem(
      { status: 404, code: 'rebuild-unknown', title: 'No such rebuild', detail: `There is no rebuild ${id}.` },
      { title: '没有这次重建', detail: `没有重建 ${id}。` },
    );
  }

  /** Newest first. */
  async page(cursor: string | undefined, limit: number): Promise<{ rows: RebuildRow[]; next: string | null }> {
    const before = cursor === undefined ? 2 ** 31 - 1 : Number(decodeCursor(cursor, 1)[0]);
    const rows = await readRebuilds(this.database, before, limit + 1);
    const page = rows.slice(0, limit);
    return { rows: page, next: rows.length > limit ? encodeCursor([page.at(-1)!.id]) : null };
  }

  /** Passes on a wish. A `Problem` (409) in a state in which it makes no sense. */
  async ask(id: number, wish: RebuildWish): Promise<RebuildRow> {
    const { goal, ...states } = WISHES[wish];
    const row = await askRebuild(this.database, id, goal, states);
    if (row) return row;
    const { state } = await this.read(id);
    throw new WordedProblem(
      {
        status: 409,
        code: 'rebuild-state',
        title: `Cannot ${wish} a rebuild that is ${state}`,
        detail: `It must be ${states.from.join(', ')}.`,
        extra: { state },
      },
      { title: `状态为 ${state} 的重建不能 ${wish}`, detail: `其状态必须是 ${states.from.join('、')}。` },
    );
  }

  /** How many rows of a tenant differ. */
  counts(id: number, tenant: string) {
    return readCounts(this.database, id, tenant);
  }

  /** A tenant's rows that differ. */
  async differences(
    id: number,
    tenant: string,
    { cursor, limit, basis }: { cursor?: string | undefined; limit: number; basis?: string | undefined },
  ): Promise<{ rows: RebuildDifference[]; next: string | null }> {
    await this.read(id);
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0]);
    const asked = { id, tenant, after, basis: basis ?? null, limit: limit + 1 };
    const rows = await readDifferences(this.database, asked);
    const page = rows.slice(0, limit);
    return { rows: page, next: rows.length > limit ? encodeCursor([page.at(-1)!.id]) : null };
  }

  private async mustBeWhole(): Promise<void> {
    try {
      missingFrom(await readLogEnds(this.kafka), new Map());
    } catch (error) {
      if (!(error instanceof LogIncompleteError)) throw error;
      throw new WordedProblem(
        {
          status: 409,
          code: 'log-incomplete',
          title: 'The log no longer has its beginning',
          detail: `${error.message} State can be rebuilt only from a whole log: keep this topic without limits of time or size.`,
        },
        {
          title: '日志已不含其开头',
          detail: `只有完整的日志才能重建状态：请不要对该主题设置时间或大小限制。（${error.message}）`,
        },
      );
    }
  }
}
