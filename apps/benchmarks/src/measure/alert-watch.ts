import pg from 'pg';

/** Looks at notification's alerts every few milliseconds and takes down when each was first seen committed. */
export class AlertWatch {
  /** `performance.now()` by transition. */
  readonly committed = new Map<string, number>();
  private seenBefore = '0';

  private constructor(private readonly client: pg.Client) {}

  static async connect(connectionString: string): Promise<AlertWatch> {
    const client = new pg.Client({ connectionString });
    await client.connect();
    const watch = new AlertWatch(client);
    await watch.look();
    return watch;
  }

  /** One look; what is still open then is looked for again by the next one. */
  async look(): Promise<void> {
    const { rows } = await this.client.query<{ id: string | null; before: string }>({
      name: 'alert-watch',
      text: `SELECT transition_id AS id, pg_snapshot_xmin(pg_current_snapshot())::text AS before
        FROM (SELECT 1) one LEFT JOIN alert ON tenant = 'default' AND changed_xid >= $1::xid8`,
      values: [this.seenBefore],
    });
    const now = performance.now();
    for (const { id, before } of rows) {
      if (id !== null && !this.committed.has(id)) this.committed.set(id, now);
      this.seenBefore = before;
    }
  }

  /** How many rows a table has. */
  async count(table: 'alert' | 'delivery' | 'outcome_news'): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
