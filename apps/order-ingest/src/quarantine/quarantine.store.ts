import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Fault } from '@orderweave/domain-ordering';
import { type Database, jsonArray, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { Submission } from '../orders/submission.js';

const KEEP = statement(
  'quarantine.keep',
  `INSERT INTO quarantine AS kept (tenant, id, channel, source, received_at, times, payload, faults)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::int[], $7::bytea[], $8::json[])
   ON CONFLICT (tenant, id) DO UPDATE SET times = kept.times + excluded.times, faults = excluded.faults, state = 'open'`,
);
const COLUMNS = 'id, channel, source, received_at, times, faults, state';
const LIST = statement(
  'quarantine.list',
  `SELECT ${COLUMNS} FROM quarantine
    WHERE tenant = $1 AND ($2::text[] IS NULL OR channel = ANY($2))
      AND ($3::timestamptz IS NULL OR (received_at, id) < ($3, $4))
    ORDER BY received_at DESC, id DESC LIMIT $5`,
);
const GET = statement('quarantine.get', `SELECT ${COLUMNS}, payload FROM quarantine WHERE tenant = $1 AND id = $2`);

/** What was refused. */
export interface Refused {
  readonly submission: Submission;
  readonly channel: string | undefined;
  readonly faults: readonly Fault[];
}

/** An entry of the quarantine; `times`: how often the very same bytes were sent. */
export interface QuarantineRow {
  readonly id: string;
  readonly channel: string | null;
  readonly source: string;
  readonly received_at: Date;
  readonly times: number;
  readonly faults: readonly Fault[];
  readonly state: string;
}

/** Where a page of entries begins, and what it is limited to. */
export interface QuarantinePage {
  readonly tenant: string;
  /** Undefined: all channels, and entries without one. */
  readonly channels: readonly string[] | undefined;
  /** Received-at and id of the last entry of the page before. */
  readonly after: readonly [string, string] | undefined;
  readonly limit: number;
}

/** Keeps refused orders with the bytes that they came with. An entry's id derives from them: sent again, it is the same entry. */
@Injectable()
export class QuarantineStore {
  /** Keeps what was refused; returns the entries' ids in the order given. */
  async keep(tx: Transaction, refused: readonly Refused[], now: number): Promise<string[]> {
    if (refused.length === 0) return [];
    const payloads = refused.map(({ submission }) => submission.original());
    const ids = refused.map(({ submission }, index) => entryId(submission.settings.tenant, payloads[index]));
    const entries = new Map<string, { one: Refused; id: string; payload: Buffer; times: number }>();
    refused.forEach((one, index) => {
      const id = ids[index] ?? '';
      const key = `${one.submission.settings.tenant}/${id}`;
      const known = entries.get(key);
      if (known) known.times += 1;
      else entries.set(key, { one, id, payload: payloads[index] ?? Buffer.alloc(0), times: 1 });
    });
    // Sorted, so that two transactions with the same entries never wait for each other both.
    const rows = [...entries.keys()].sort().flatMap((key) => entries.get(key) ?? []);
    await tx.execute(KEEP, [
      textArray(rows.map(({ one }) => one.submission.settings.tenant)),
      textArray(rows.map(({ id }) => id)),
      textArray(rows.map(({ one }) => one.channel)),
      textArray(rows.map(({ one }) => one.submission.source)),
      plainArray(rows.map(() => new Date(now).toISOString())),
      plainArray(rows.map(({ times }) => times)),
      textArray(rows.map(({ payload }) => `\\x${payload.toString('hex')}`)),
      jsonArray(rows.map(({ one }) => one.faults)),
    ]);
    return ids;
  }

  /** One page of entries, newest first. */
  list(database: Database, { tenant, channels, after, limit }: QuarantinePage): Promise<QuarantineRow[]> {
    return database.query<QuarantineRow>(LIST, [
      tenant,
      channels ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit,
    ]);
  }

  /** One entry with the bytes that were sent. */
  async get(
    database: Database,
    tenant: string,
    id: string,
  ): Promise<(QuarantineRow & { payload: Buffer }) | undefined> {
    return (await database.query<QuarantineRow & { payload: Buffer }>(GET, [tenant, id]))[0];
  }
}

function entryId(tenant: string, payload: Buffer | undefined): string {
  const digest = hash('sha256', Buffer.concat([Buffer.from(`${tenant}\0`), payload ?? Buffer.alloc(0)]), 'hex');
  return `q_${digest.slice(0, 24)}`;
}
