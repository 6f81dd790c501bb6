import { Injectable } from '@nestjs/common';
import { type Database, statement } from '@orderweave/postgres';
import { ENTRY_COLUMNS, type EntryState, type QuarantineRow } from './quarantine-row.js';

const LIST = statement(
  'quarantine.list',
  `SELECT ${ENTRY_COLUMNS} FROM quarantine q
    WHERE q.tenant = $1 AND q.state = $2 AND ($3::text[] IS NULL OR q.channel = ANY($3))
      AND ($4::text IS NULL OR $4 = ANY(q.codes))
      AND q.received_at >= coalesce($5::timestamptz, '-infinity') AND q.received_at < coalesce($6::timestamptz, 'infinity')
      AND (q.received_at, q.id) < (coalesce($7::timestamptz, 'infinity'), coalesce($8::text, ''))
    ORDER BY q.received_at DESC, q.id DESC LIMIT $9`,
);
const PAYLOADS = statement(
  'quarantine.payloads',
  `SELECT q.id, q.payload FROM quarantine q WHERE q.tenant = $1 AND q.id = ANY($2::text[])`,
);

/** Which entries, newest first. */
export interface QuarantineFilter {
  readonly tenant: string;
  readonly state: EntryState;
  /** Undefined: all channels, and entries without one. */
  readonly channels: readonly string[] | undefined;
  /** Entries that broke this rule. */
  readonly code: string | undefined;
  /** Received at this instant or later, and before that one; ISO 8601. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Received-at and id of the last entry of the page before. */
  readonly after: readonly [string, string] | undefined;
  readonly limit: number;
}

/** Finds entries of the quarantine. */
@Injectable()
export class QuarantineListStore {
  /** One page of entries, newest first. */
  list(database: Database, filter: QuarantineFilter): Promise<QuarantineRow[]> {
    const { tenant, state, channels, code, since, until, after, limit } = filter;
    const [at = null, id = null] = after ?? [];
    const range = [since ?? null, until ?? null, at, id, limit];
    return database.query<QuarantineRow>(LIST, [tenant, state, channels ?? null, code ?? null, ...range]);
  }

  /** What was sent, by id. */
  async payloads(database: Database, tenant: string, ids: readonly string[]): Promise<Map<string, Buffer>> {
    const rows = await database.query<{ id: string; payload: Buffer }>(PAYLOADS, [tenant, ids]);
    return new Map(rows.map(({ id, payload }) => [id, payload]));
  }
}
