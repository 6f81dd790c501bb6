import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Language } from '@orderweave/domain-ordering';
import {
  validateSegment,
  wordSegmentFault,
  type SegmentCondition,
  type SegmentFault,
} from '@orderweave/domain-segmentation';
import { Database, type Transaction } from '@orderweave/postgres';
import type { CallerIdentity, Problem } from '@orderweave/service';
import { WordedProblem } from '../problems/worded-problem.js';
import {
  addVersion,
  endSegment,
  findNamed,
  lockSegments,
  readSegments,
  readVersions,
  type SegmentRow,
} from './segment-definition.store.js';
import { emptySegment } from './segment-member.store.js';
import { movePass, startPass } from './segment-work.store.js';

/** A segment as somebody states it. */
export interface SegmentDraft {
  readonly name: string;
  readonly condition: unknown;
}

/** Who states a segment. */
export type SegmentAuthor = Pick<CallerIdentity, 'tenant' | 'name'>;

/** Most segments of a tenant: every change of a customer is judged by each. */
const MOST_SEGMENTS = 200;

/** Checks and keeps segments. */
@Injectable()
export class SegmentEditor {
  constructor(private readonly database: Database) {}

  /** The condition of a draft. Throws a `Problem` (422) with every fault. */
  check(condition: unknown): SegmentCondition {
    const all = validateSegment(condition);
    if (all.length === 0) return condition as SegmentCondition;
    throw faultyCondition(all);
  }

  /** Keeps a new segment; customers enter it from now on. */
  async create({ tenant, name: by }: SegmentAuthor, draft: SegmentDraft): Promise<SegmentRow> {
    const condition = this.check(draft.condition);
    const segmentId = `seg_${randomBytes(8).toString('hex')}`;
    return this.database.transaction(async (tx) => {
      await lockSegments(tx, tenant);
      await this.refuseTooMany(tx, tenant);
      await this.refuseTakenName(tx, tenant, draft.name, segmentId);
      await startPass(tx, tenant, segmentId);
      return addVersion(tx, { tenant, segmentId, name: draft.name, condition, by });
    });
  }

  /** Puts another version in a segment's place. `version`: only if this is the one that it has, else a `Problem` (409). */
  async replace(
    { tenant, name: by }: SegmentAuthor,
    segmentId: string,
    { version, ...draft }: SegmentDraft & { version?: number | undefined },
  ): Promise<SegmentRow> {
    const condition = this.check(draft.condition);
    return this.database.transaction(async (tx) => {
      await lockSegments(tx, tenant);
      const active = await activeSegment(tx, tenant, segmentId);
      if (version !== undefined && version !== active.version) throw replacedMeanwhile(active.version);
      await this.refuseTakenName(tx, tenant, draft.name, segmentId);
      await startPass(tx, tenant, segmentId);
      return addVersion(tx, { tenant, segmentId, name: draft.name, condition, by });
    });
  }

  /** Ends a segment: nobody is in it any more, of which no transition tells. */
  async end(tenant: string, segmentId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockSegments(tx, tenant);
      // The pass first, as a sweeper holds them in that order.
      await movePass(tx, tenant, segmentId, null);
      if (!(await endSegment(tx, tenant, segmentId))) throw unknownSegment(segmentId);
      await emptySegment(tx, tenant, segmentId);
    });
  }

  private async refuseTakenName(tx: Transaction, tenant: string, name: string, segmentId: string): Promise<void> {
    const other = await findNamed(tx, tenant, name);
    if (!other || other.segment_id === segmentId) return;
    const detail = `The segment ${other.segment_id} has this name; choose another.`;
    const fault = { field: '/name', value: name, rule: 'unique' };
    throw new WordedProblem(
      {
        ...{ status: 409, code: 'segment-name-taken', title: 'The name is taken', detail },
        faults: [{ ...fault, remedy: 'choose a name that no other segment has' }],
      },
      {
        ...{ title: '名称已被使用', detail: `客群 ${other.segment_id} 已使用该名称；请另选一个。` },
        faults: [{ ...fault, remedy: '请选择其他客群未使用的名称' }],
      },
    );
  }

  private async refuseTooMany(tx: Transaction, tenant: string): Promise<void> {
    if ((await readSegments(tx, tenant)).length < MOST_SEGMENTS) return;
    const detail = `There are ${MOST_SEGMENTS} segments; delete one that nobody needs.`;
    throw new WordedProblem(
      { status: 409, code: 'too-many-segments', title: 'There is no room for another segment', detail },
      { title: '不能再增加客群', detail: `已有 ${MOST_SEGMENTS} 个客群；请删除不再需要的。` },
    );
  }
}

/** The segment that customers are judged by; a `Problem` (404) if there is none. */
export async function activeSegment(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  segmentId: string,
): Promise<SegmentRow> {
  const [newest] = await readVersions(reader, tenant, segmentId);
  if (newest?.state !== 'active') throw unknownSegment(segmentId);
  return newest;
}

function faultyCondition(faults: readonly SegmentFault[]): Problem {
  const worded = (language: Language) =>
    faults.map((fault) => ({ ...wordSegmentFault(fault, language), field: `/condition${fault.field}` }));
  return new WordedProblem(
    {
      status: 422,
      code: 'invalid-segment',
      title: 'The condition has faults',
      detail: `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}, see errors. Nothing was saved.`,
      faults: worded('en'),
    },
    { title: '条件有误', detail: `共 ${faults.length} 处，见 errors。没有保存。`, faults: worded('zh-CN') },
  );
}

function unknownSegment(segmentId: string): Problem {
  const detail = `There is no segment "${segmentId}"; see GET /v1/segments.`;
  const fault = { field: 'id', value: segmentId, rule: 'known' };
  return new WordedProblem(
    {
      ...{ status: 404, code: 'unknown-segment', title: 'Segment not known', detail },
      faults: [{ ...fault, remedy: 'give the id of a segment that GET /v1/segments lists' }],
    },
    {
      ...{ title: '没有这个客群', detail: `没有客群 "${segmentId}"；见 GET /v1/segments。` },
      faults: [{ ...fault, remedy: '请填写 GET /v1/segments 列出的客群编号' }],
    },
  );
}

function replacedMeanwhile(version: number): Problem {
  return new WordedProblem(
    {
      status: 409,
      code: 'segment-changed',
      title: 'Somebody changed the segment meanwhile',
      detail: `Its version is ${version}; read it again.`,
      extra: { version },
    },
    { title: '其间有人修改了该客群', detail: `现为版本 ${version}；请重新读取。` },
  );
}
