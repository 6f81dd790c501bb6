import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Fault } from '@orderweave/domain-ordering';
import { type Database, jsonArray, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { Submission } from '../orders/submission.js';
import { GET_ENTRY, type EntryState, type QuarantineRow } from './quarantine-row.js';

// The same bytes again are the same matter: settled once they were redriven, open again where they had been discarded.
const KEEP = statement(
  'quarantine.keep',
  `INSERT INTO quarantine AS kept (tenant, id, channel, source, received_at, times, payload, faults, codes)
   SELECT tenant, id, channel, source, received_at, times, payload, faults, string_to_array(codes, ',')
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::int[], $7::bytea[], $8::json[], $9::text[])
       AS i(tenant, id, channel, source, received_at, times, payload, faults, codes)
   ON CONFLICT (tenant, id) DO UPDATE
     SET times = kept.times + excluded.times, faults = excluded.faults, codes = excluded.codes,
       state = CASE kept.state WHEN 'redriven' THEN 'redriven' ELSE 'open' END,
       closed_at = CASE kept.state WHEN 'redriven' THEN kept.closed_at END`,
);

/** What was refused. */
export interface Refused {
  readonly submission: Submission;
  readonly channel: string | undefined;
  readonly faults: readonly Fault[];
}

/** An entry with the bytes that were sent. */
export type WholeEntry = QuarantineRow & { readonly state: EntryState; readonly payload: Buffer };

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
      textArray(rows.map(({ one }) => codesOf(one.faults).join(','))),
    ]);
    return ids;
  }

  /** One entry with the bytes that were sent. */
  async get(database: Database, tenant: string, id: string): Promise<WholeEntry | undefined> {
    return (await database.query<WholeEntry>(GET_ENTRY, [tenant, id]))[0];
  }
}

/** The rules that faults break, each once. */
export function codesOf(faults: readonly Fault[]): string[] {
  return [...new Set(faults.map(({ rule }) => rule))];
}

function entryId(tenant: string, payload: Buffer | undefined): string {
  const digest = hash('sha256', Buffer.concat([Buffer.from(`${tenant}\0`), payload ?? Buffer.alloc(0)]), 'hex');
  return `q_${digest.slice(0, 24)}`;
}
