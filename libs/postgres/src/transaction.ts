import type pg from 'pg';
import type { Statement } from './statement.js';
import type { Emission, OutgoingMessage } from './outbox/emission.js';
import type { OutboxRow } from './outbox/outbox-row.js';
import type { OutboxWriter } from './outbox/outbox-writer.js';

const UNIQUE_VIOLATION = '23505';

const BEGIN: Statement = { text: 'BEGIN' };
const COMMIT: Statement = { text: 'COMMIT' };
const ROLLBACK: Statement = { text: 'ROLLBACK' };
const MARK: Statement = { text: 'SAVEPOINT nested' };
const UNMARK: Statement = { text: 'RELEASE SAVEPOINT nested' };
const BACK: Statement = { text: 'ROLLBACK TO SAVEPOINT nested' };

/**
 * One open transaction: statements, events to publish with it, and what to do once it has committed or rolled back. Its connection is
 * pipelined: a statement is sent while those before it still run. They run in their order, and once one has failed no later one does.
 */
export class Transaction {
  /** What failed first. What is sent after it fails, too, but cannot say why. */
  private failure: unknown;
  private readonly afterCommit: (() => void)[] = [];
  private readonly afterRollback: (() => void)[] = [];
  private open = true;
  /** An attempt is under way: what is sent meanwhile would be undone with it. */
  private attempting = false;
  private attempted = 0;
  /** Parts under way that may be given up: what they publish waits. */
  private parts = 0;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly outbox: OutboxWriter,
    /** Whether what it publishes goes nowhere, and counts nowhere. */
    readonly silent = false,
  ) {
    this.write(BEGIN);
  }

  /** Runs one statement and returns its rows. */
  async query<Row extends pg.QueryResultRow>(query: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.send<Row>(query, values)).rows;
  }

  /** Runs one statement and returns how many rows it touched. */
  async execute(query: Statement, values: readonly unknown[] = []): Promise<number> {
    return (await this.send(query, values)).rowCount ?? 0;
  }

  /**
   * Sends a statement of which only the effect matters, and goes on: PostgreSQL writes while the next one is made. If it fails, whatever is
   * waited for next throws its error, the commit at the latest.
   */
  write(query: Statement, values: readonly unknown[] = []): void {
    this.mustTakeStatements();
    this.send(query, values).catch(() => undefined);
  }

  /**
   * Runs one statement and returns whether it went through; a unique violation undoes that statement alone. For inserts that hardly
   * ever collide, where looking first would cost every one of them. Until it resolves nothing else can be sent.
   */
  async attempt(query: Statement, values: readonly unknown[] = []): Promise<boolean> {
    this.attempted++;
    this.write(MARK);
    const answered = this.execute(query, values);
    this.attempting = true;
    try {
      await answered.finally(() => (this.attempting = false));
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      await this.back();
      return false;
    }
    this.write(UNMARK);
    return true;
  }

  /** How often something was attempted: each time is a subtransaction, of which PostgreSQL keeps 64 at hand. */
  get attempts(): number {
    return this.attempted;
  }

  /** Runs a part of the transaction's work; when it fails, what it wrote and the locks that it took are given up, and the rest stands. */
  async nested<T>(work: () => T | Promise<T>): Promise<T> {
    this.write(MARK);
    this.parts++;
    try {
      const result = await work();
      await this.execute(UNMARK);
      return result;
    } catch (error) {
      await this.back();
      throw error;
    } finally {
      this.parts--;
    }
  }

  /**
   * Publishes events if, and only if, this transaction commits; events of one key keep their order. Thousands are written at once, so that
   * whoever publishes a million in pieces does not hold them all in memory.
   */
  publish(emissions: readonly Emission[]): void {
    this.mustBeOpen();
    this.outbox.add(emissions);
    if (this.outbox.isFull && this.parts === 0 && !this.attempting) this.outbox.write(this);
  }

  /** Publishes messages as they are (dead letters keep the bytes that they came with), under the same terms. */
  publishRaw(...messages: OutgoingMessage[]): void {
    this.mustBeOpen();
    this.outbox.addRaw(messages);
  }

  /** Runs after the commit, in the order of registration; it must not throw. */
  onCommit(callback: () => void): void {
    this.mustBeOpen();
    this.afterCommit.push(callback);
  }

  /** Runs after a rollback, last registered first, so that state in memory is put back step by step; it must not throw. */
  onRollback(callback: () => void): void {
    this.mustBeOpen();
    this.afterRollback.unshift(callback);
  }

  /** For `Database` alone: writes what was published and commits; returns the outbox's rows. */
  async commit(): Promise<OutboxRow[]> {
    // Before COMMIT is sent: what cannot be told is not committed.
    const flushed = this.outbox.flush(this);
    const [rows, { command }] = await Promise.all([flushed, this.send(COMMIT)]);
    // PostgreSQL calls it no error when it commits nothing because something has failed.
    if (command !== 'COMMIT') throw this.failure ?? new Error(`PostgreSQL answered COMMIT with ${command}`);
    this.open = false;
    for (const callback of this.afterCommit) callback();
    return rows;
  }

  /** For `Database` alone; throws when the connection is of no more use. */
  async rollback(): Promise<void> {
    this.open = false;
    for (const callback of this.afterRollback) callback();
    await this.client.query(ROLLBACK);
  }

  private async back(): Promise<void> {
    // There is no way back to a savepoint when something before it has failed.
    await this.client.query(BACK).catch((error: unknown) => {
      throw this.failure ?? error;
    });
    this.failure = undefined;
  }

  private async send<Row extends pg.QueryResultRow>(
    query: Statement,
    values: readonly unknown[] = [],
  ): Promise<pg.QueryResult<Row>> {
    this.mustTakeStatements();
    try {
      return await this.client.query<Row>({ ...query, values: [...values] });
    } catch (error) {
      throw (this.failure ??= error);
    }
  }

  private mustTakeStatements(): void {
    this.mustBeOpen();
    if (this.attempting) throw new Error('Wait for the attempt: a statement sent meanwhile would be undone with it');
  }

  private mustBeOpen(): void {
    if (!this.open) throw new Error('This transaction has ended; open another one');
  }
}
