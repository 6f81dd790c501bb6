import type { Fault } from '@orderweave/domain-ordering';
import { statement } from '@orderweave/postgres';

/** Where an entry stands. Closed are all but `open`. */
export const ENTRY_STATES = ['open', 'redriven', 'discarded'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** An entry of the quarantine; `times`: how often the very same bytes were sent. */
export interface QuarantineRow {
  readonly id: string;
  readonly channel: string | null;
  readonly source: string;
  readonly received_at: Date;
  readonly times: number;
  readonly faults: readonly Fault[];
  readonly state: EntryState;
  /** Length of what was sent, in bytes. */
  readonly bytes: number;
  /** By whom, when and how it was closed last; null while it is open. */
  readonly deed: DeedRow | null;
}

/** What was done with an entry. */
export interface DeedRow {
  readonly state: 'redriven' | 'discarded';
  readonly at: string;
  readonly by: string;
  readonly note: string | null;
  /** `<channel>/<external id>` of the order that came of it, and what the gate made of that. */
  readonly order: string | null;
  readonly result: 'accepted' | 'duplicate' | 'stale' | null;
  /** SHA-256 of the document that was taken in its place, hex. */
  readonly corrected: string | null;
}

/** Columns of a `QuarantineRow`, of `quarantine q`. */
export const ENTRY_COLUMNS = `q.id, q.channel, q.source, q.received_at, q.times, q.faults, q.state,
  octet_length(q.payload) AS bytes,
  CASE WHEN q.state <> 'open' THEN (
    SELECT json_build_object('state', d.state, 'at', d.at, 'by', d.done_by, 'note', d.note, 'order', d.order_key,
             'result', d.result, 'corrected', encode(sha256(d.corrected), 'hex'))
      FROM quarantine_deed d WHERE d.tenant = q.tenant AND d.entry_id = q.id ORDER BY d.id DESC LIMIT 1) END AS deed`;

/** One entry of a tenant with its payload. */
export const GET_ENTRY = statement(
  'quarantine.get',
  `SELECT ${ENTRY_COLUMNS}, q.payload FROM quarantine q WHERE q.tenant = $1 AND q.id = $2`,
);
