import { Injectable } from '@nestjs/common';
import { describeSegment, evaluateSegment, type SegmentCondition } from '@orderweave/domain-segmentation';
import { Database } from '@orderweave/postgres';
import { decodeCursor, encodeCursor } from '@orderweave/service';
import { TenantMoments } from '../models/tenant-moments.js';
import { readFactsPage } from './customer-facts.store.js';
import { readSegments, readVersions, type SegmentRow } from './segment-definition.store.js';
import { activeSegment } from './segment-editor.js';
import { asksForGoods } from './segment-days.js';
import { countMembers, readMembers } from './segment-member.store.js';
import type {
  SegmentCountResponse,
  SegmentMembersResponse,
  SegmentResponse,
  SegmentVersionsResponse,
} from './segment-responses.js';
import { readPasses } from './segment-work.store.js';
import { factsOn } from './turn-cause.js';

const PAGE = 2_000;
const SAMPLE = 10;

/** Which members are asked for. `owner`: only this salesperson's. */
export interface MembersAsked {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly owner: string | null;
}

/** Tells the segments of a tenant, and who is or would be in them. */
@Injectable()
export class SegmentReader {
  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
  ) {}

  async list(tenant: string): Promise<SegmentResponse[]> {
    const [rows, members, passes] = await Promise.all([
      readSegments(this.database, tenant),
      countMembers(this.database, tenant),
      readPasses(this.database, tenant),
    ]);
    return rows.map((row) => toldOf(row, members.get(row.segment_id) ?? 0, passes.has(row.segment_id)));
  }

  /** One segment; a `Problem` (404) for one that is not there. */
  async read(tenant: string, segmentId: string): Promise<SegmentResponse> {
    const row = await activeSegment(this.database, tenant, segmentId);
    const members = await countMembers(this.database, tenant);
    const passes = await readPasses(this.database, tenant);
    return toldOf(row, members.get(segmentId) ?? 0, passes.has(segmentId));
  }

  /** All versions of a segment, newest first. */
  async versions(tenant: string, segmentId: string): Promise<SegmentVersionsResponse> {
    await activeSegment(this.database, tenant, segmentId);
    const rows = await readVersions(this.database, tenant, segmentId);
    return { items: rows.map((row) => ({ ...definitionOf(row), state: row.state })) };
  }

  /** Who is in a segment, by id. */
  async members(tenant: string, segmentId: string, asked: MembersAsked): Promise<SegmentMembersResponse> {
    await activeSegment(this.database, tenant, segmentId);
    const { cursor, limit, owner } = asked;
    const after = cursor === undefined ? '' : String(decodeCursor(cursor, 1)[0]);
    const rows = await readMembers(this.database, { tenant, segmentId, after, owner, limit: limit + 1 });
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => ({
        customerId: row.customer_id,
        name: row.name,
        owner: row.owner,
        enteredAt: row.entered_at.toISOString(),
      })),
      next: rows.length > limit ? encodeCursor([page.at(-1)!.customer_id]) : null,
    };
  }

  /** How many customers would be in a segment, as of the tenant's day; holds a page of customers at a time. */
  async count(tenant: string, condition: SegmentCondition): Promise<SegmentCountResponse> {
    const moment = (await this.moments.load(this.database, [tenant])).get(tenant)!;
    const told: SegmentCountResponse = {
      customers: 0,
      matching: 0,
      sample: [],
      description: { 'zh-CN': describeSegment(condition, 'zh-CN'), en: describeSegment(condition, 'en') },
    };
    const asked = { moment, goods: asksForGoods(condition) };
    for (let after: string | undefined = ''; after !== undefined;) {
      const facts = await readFactsPage(this.database, asked, { after, limit: PAGE });
      after = undefined;
      for (const [customerId, known] of facts) {
        after = customerId;
        told.customers++;
        if (!evaluateSegment(condition, factsOn(known, condition, moment.day, moment), moment.day)) continue;
        if (told.matching++ < SAMPLE) told.sample.push(customerId);
      }
    }
    return told;
  }
}

function definitionOf({ segment_id: id, version, name, condition, changed_by, changed_at }: SegmentRow) {
  const description = { 'zh-CN': describeSegment(condition, 'zh-CN'), en: describeSegment(condition, 'en') };
  return { id, version, name, condition, description, changedBy: changed_by, changedAt: changed_at.toISOString() };
}

function toldOf(row: SegmentRow, members: number, judging: boolean): SegmentResponse {
  return { ...definitionOf(row), members, judging };
}
