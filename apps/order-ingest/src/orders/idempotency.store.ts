import { Injectable } from '@nestjs/common';
import { type Database, jsonArray, statement, type Transaction } from '@orderweave/postgres';

const KEPT_HOURS = 24;
const FIND = statement(
  'idempotency.find',
  `SELECT request_hash, status, response FROM idempotency_key WHERE tenant = $1 AND key = $2 AND expires_at > now()`,
);
const REMEMBER = statement(
  'idempotency.remember',
  `INSERT INTO idempotency_key AS kept (tenant, key, request_hash, status, response, expires_at)
   SELECT r->>'tenant', r->>'key', r->>'requestHash', (r->>'status')::smallint, r->>'response', now() + interval '${KEPT_HOURS} hours'
     FROM unnest($1::json[]) AS r ORDER BY 1, 2
   ON CONFLICT (tenant, key) DO UPDATE
     SET request_hash = excluded.request_hash, status = excluded.status, response = excluded.response, expires_at = excluded.expires_at
     WHERE kept.expires_at <= now()`,
);
const FORGET = statement(
  'idempotency.forget',
  `DELETE FROM idempotency_key WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM idempotency_key WHERE expires_at <= now() ORDER BY expires_at LIMIT 10000))`,
);

/** An answer that a repeated request gets again. */
export interface RememberedAnswer {
  readonly tenant: string;
  readonly key: string;
  /** SHA-256 of the request's body. */
  readonly requestHash: string;
  readonly status: number;
  readonly response: string;
}

/** Answers by `Idempotency-Key`, for 24 hours. */
@Injectable()
export class IdempotencyStore {
  /** The answer that a key was given before. */
  async find(database: Database, tenant: string, key: string): Promise<RememberedAnswer | undefined> {
    const [row] = await database.query<{ request_hash: string; status: number; response: string }>(FIND, [tenant, key]);
    return row && { tenant, key, requestHash: row.request_hash, status: row.status, response: row.response };
  }

  /** Keeps answers; of two for one key the first stays. */
  async remember(tx: Transaction, answers: readonly RememberedAnswer[]): Promise<void> {
    const unique = new Map(answers.map((answer) => [`${answer.tenant}/${answer.key}`, answer]));
    if (unique.size) await tx.execute(REMEMBER, [jsonArray([...unique.values()])]);
  }

  /** Deletes answers whose time is over. */
  async forgetExpired(database: Database): Promise<void> {
    await database.query(FORGET);
  }
}
