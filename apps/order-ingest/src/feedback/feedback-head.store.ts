import { Injectable } from '@nestjs/common';
import type { RecordedFeedback, Revision } from '@orderweave/contracts';
import { formatInstant } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const RAISE = statement(
  'feedback-head.raise',
  `INSERT INTO feedback_head AS kept (tenant, channel, feedback_id, updated_at, hash)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
   ON CONFLICT (tenant, channel, feedback_id) DO UPDATE SET updated_at = excluded.updated_at, hash = excluded.hash
    WHERE (kept.updated_at, kept.hash) < (excluded.updated_at, excluded.hash)
   RETURNING tenant, channel, feedback_id`,
);
const READ = statement(
  'feedback-head.read',
  `SELECT h.* FROM unnest($1::text[], $2::text[], $3::text[]) AS a (tenant, channel, feedback_id) CROSS JOIN LATERAL (
     SELECT tenant, channel, feedback_id, updated_at, hash FROM feedback_head f
      WHERE f.tenant = a.tenant AND f.channel = a.channel AND f.feedback_id = a.feedback_id LIMIT 1) h`,
);

interface KeyRow {
  readonly tenant: string;
  readonly channel: string;
  readonly feedback_id: string;
}

/** A word of feedback across tenants and channels, as a key in memory. */
export function feedbackKey({
  tenant,
  channel,
  feedbackId,
}: Pick<RecordedFeedback, 'tenant' | 'channel' | 'feedbackId'>): string {
  return `${tenant}/${channel}/${feedbackId}`;
}

/** The newest accepted revision of each word of feedback. Invariant: a head only ever moves up in the order of revisions. */
@Injectable()
export class FeedbackHeadStore {
  /** Raises heads; `list` holds each key once, sorted. Returns the keys whose newest revision is now the one given. */
  async raise(tx: Transaction, list: readonly RecordedFeedback[]): Promise<Set<string>> {
    const rows = await tx.query<KeyRow & Record<string, unknown>>(RAISE, [
      ...keyColumns(list),
      plainArray(list.map(({ revision }) => revision.updatedAt)),
      textArray(list.map(({ revision }) => revision.hash)),
    ]);
    return new Set(rows.map(keyOf));
  }

  /** Newest revisions, by key. */
  async read(tx: Transaction, list: readonly RecordedFeedback[]): Promise<Map<string, Revision>> {
    const rows = await tx.query<KeyRow & { updated_at: Date; hash: string } & Record<string, unknown>>(
      READ,
      keyColumns(list),
    );
    return new Map(
      rows.map((row) => [keyOf(row), { updatedAt: formatInstant(row.updated_at.getTime()), rank: 0, hash: row.hash }]),
    );
  }
}

function keyColumns(list: readonly RecordedFeedback[]): string[] {
  return [
    textArray(list.map(({ tenant }) => tenant)),
    textArray(list.map(({ channel }) => channel)),
    textArray(list.map(({ feedbackId }) => feedbackId)),
  ];
}

function keyOf({ tenant, channel, feedback_id: feedbackId }: KeyRow): string {
  return feedbackKey({ tenant, channel, feedbackId });
}
