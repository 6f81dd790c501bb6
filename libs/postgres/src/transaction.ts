import type pg from 'pg';
import type { Statement } from './statement.js';
import type { Emission, OutgoingMessage } from './outbox/emission.js';
import type { OutboxWriter } from './outbox/outbox-writer.js';

const UNIQUE_VIOLATION = '23505';

/** One open transaction: statements, events to publish with it, and what to do once it has committed or rolled back. */
export class Transaction {
  private readonly afterCommit: (() => void)[] = [];
  private readonly afterRollback: (() => void)[] = [];
  private open = true;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly outbox: OutboxWriter,
    /** Whether what it publishes goes nowhere, and counts nowhere. */
    readonly silent = false,
  ) {}

  /** Runs one statement and returns its rows. */
  async query<Row extends pg.QueryResultRow>(query: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    this.mustBeOpen();
    return (await this.client.query<Row>({ ...query, values: [...values] })).rows;
  }

  /** Runs one statement and returns how many rows it touched. */
  async execute(query: Statement, values: readonly unknown[] = []): Promise<number> {
    this.mustBeOpen();
    return (await this.client.query({ ...query, values: [...values] })).rowCount ?? 0;
  }

  /**
   * Runs one statement and returns whether it went through; a unique violation undoes that statement alone. For inserts that hardly
   * ever collide, where looking first would cost every one of them.
   */
  async attempt(query: Statement, values: readonly unknown[] = []): Promise<boolean> {
    await this.client.query('SAVEPOINT attempt');
    try {
      await this.execute(query, values);
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      await this.client.query('ROLLBACK TO SAVEPOINT attempt');
      return false;
    }
    await this.client.query('RELEASE SAVEPOINT attempt');
    return true;
  }

  /** Publishes events if, and only if, this transaction commits; events of one key keep their order. */
  publish(emissions: readonly Emission[]): void {
    this.mustBeOpen();
    this.outbox.add(emissions);
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

  /** For `Database` alone. */
  committed(): void {
    this.open = false;
    for (const callback of this.afterCommit) callback();
  }

  /** For `Database` alone. */
  rolledBack(): void {
    this.open = false;
    for (const callback of this.afterRollback) callback();
  }

  private mustBeOpen(): void {
    if (!this.open) throw new Error('This transaction has ended; open another one');
  }
}
