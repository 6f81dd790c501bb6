import type { Database } from '@orderweave/postgres';
import type { PoolClient } from 'pg';

const LOCK = `SELECT pg_try_advisory_lock(hashtext('orderweave.relay'), hashtext(current_schema())) AS held`;

/** Holds a session lock on a connection of its own, so that one relay a schema is active; a lost connection gives it up. */
export class RelayLeadership {
  private client: PoolClient | undefined;
  held = false;

  constructor(private readonly database: Database) {}

  /** Takes the lock if it is free; cheap when it is already held. */
  async acquire(): Promise<boolean> {
    if (this.held) return true;
    this.client ??= await this.connect();
    const { rows } = await this.client.query<{ held: boolean }>(LOCK);
    this.held = rows[0]?.held ?? false;
    return this.held;
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    this.held = false;
    // Ending the session rather than unlocking: the connection may not go back into the pool with the lock.
    this.client?.release(true);
    this.client = undefined;
  }

  private async connect(): Promise<PoolClient> {
    const client = await this.database.pool.connect();
    client.on('error', () => {
      this.held = false;
      if (this.client === client) this.client = undefined;
      client.release(true);
    });
    return client;
  }
}
