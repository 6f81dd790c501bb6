import type { Database } from '@orderweave/postgres';
import type { PoolClient } from 'pg';

const LOCK = `SELECT pg_try_advisory_lock(hashtext($1), hashtext(current_schema())) AS held`;

/**
 * Holds a session lock on a connection of its own, so that one relay a schema is active, or whatever else `name` stands for; a lost
 * connection gives it up.
 */
export class RelayLeadership {
  private client: PoolClient | undefined;
  private leading = false;

  constructor(
    private readonly database: Database,
    private readonly name = 'orderweave.relay',
  ) {}

  /** Whether this process is the one that publishes. */
  get held(): boolean {
    return this.leading;
  }

  /** Takes the lock if it is free; cheap when it is already held. */
  async acquire(): Promise<boolean> {
    if (this.leading) return true;
    const client = (this.client ??= await this.connect());
    try {
      const { rows } = await client.query<{ held: boolean }>(LOCK, [this.name]);
      this.leading = this.client === client && (rows[0]?.held ?? false);
    } catch (error) {
      this.release();
      throw error;
    }
    return this.leading;
  }

  /** Gives the lock back by ending its session: the connection may not go back into the pool with the lock. */
  release(): void {
    this.leading = false;
    const { client } = this;
    this.client = undefined;
    client?.release(true);
  }

  private async connect(): Promise<PoolClient> {
    const client = await this.database.pool.connect();
    client.on('error', () => {
      if (this.client === client) this.release();
    });
    return client;
  }
}
