import pg from 'pg';
import type { OutboxRow } from './outbox/outbox-row.js';
import { OutboxWriter } from './outbox/outbox-writer.js';
import type { Statement } from './statement.js';
import { Transaction } from './transaction.js';
import { isOutdatedPlan } from './transient-error.js';

/** How a service reaches its database. */
export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`; `?options=-c%20search_path%3D…` selects a schema. */
  url: string;
  /** Most connections at once; 10 unless told. */
  connections?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  /** Longest that one statement may take, in milliseconds; 30,000 unless told, so that nothing hangs on a dead network. */
  statementTimeoutMs?: number;
  /** Nothing that its transactions publish goes anywhere: for state that is built beside the one that speaks. */
  silent?: boolean;
}

// Statements go by keys, whatever the batch's size. A plan for the very values would be made anew each time, and it reads whole
// tables once a batch is large, so that an order would cost more the longer the history is.
const GENERIC_PLANS = 'SET plan_cache_mode = force_generic_plan';

/**
 * The connections to a service's database and the one way to write to it: `transaction` commits state, outbox and offsets
 * together or not at all.
 */
export class Database {
  readonly pool: pg.Pool;
  private readonly listeners = new Set<(rows: readonly OutboxRow[]) => void>();

  constructor(readonly options: DatabaseOptions) {
    const timeout = options.statementTimeoutMs ?? 30_000;
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.connections ?? 10,
      application_name: options.applicationName,
      statement_timeout: timeout,
      // The socket's own limit is for a server that no longer answers at all, hence a little longer.
      query_timeout: timeout + 5_000,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      pipeline: true,
      // pg-pool waits for the promise before it hands the connection out, though its type says nothing of it.
      // eslint-disable-next-line @typescript-eslint/no-misused-promises
      onConnect: (client) => client.query(GENERIC_PLANS),
    });
    // A connection that the server ends, idle or between two statements of a transaction, says so by an event; without a
    // listener that would end the process. Whoever uses the connection gets the error, and the pool replaces it.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Runs one statement outside a transaction and returns its rows. */
  async query<Row extends pg.QueryResultRow>(query: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>({ ...query, values: [...values] })).rows;
  }

  /** Runs `work` in a transaction. What it published is in the outbox when it commits; `onCommit` callbacks run after that. */
  async transaction<T>(work: (tx: Transaction) => T | Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const tx = new Transaction(client, new OutboxWriter(), this.options.silent);
    let broken: Error | undefined;
    try {
      const result = await work(tx);
      const rows = await tx.commit();
      if (rows.length > 0) for (const listener of this.listeners) listener(rows);
      return result;
    } catch (error) {
      await tx.rollback().catch((rollbackError: Error) => (broken = rollbackError));
      // What this connection has prepared speaks of tables that others have taken the place of: a new one prepares anew.
      if (isOutdatedPlan(error)) broken ??= error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Calls `listener` with the rows after each commit that put some into the outbox. */
  onPublished(listener: (rows: readonly OutboxRow[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends all connections, waiting for those in use. */
  async close(): Promise<void> {
    await this.pool.end();
  }
}
