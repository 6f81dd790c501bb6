import pg from 'pg';

const PLATFORM = ['schema_migration', 'stream_offset', 'outbox'];

/** How long `COPY` takes for what a service wrote. */
export interface CopyTimes {
  /** Milliseconds and rows by table; clones with the same columns, constraints and indexes. */
  tables: Map<string, { milliseconds: number; rows: number }>;
  /** Sum over the tables, in milliseconds. */
  total: number;
}

/** The peer of P2 and P3: loads the very rows of a service's tables with server-side `COPY FROM` into empty clones. */
export class CopyPeer {
  private constructor(readonly client: pg.Client) {}

  static async connect(url: string): Promise<CopyPeer> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    return new CopyPeer(client);
  }

  /** Keeps a copy of what goes through the outbox from now on, until `stopCapture`. */
  async captureOutbox(): Promise<void> {
    await this.client.query(`
      CREATE TABLE outbox_seen (LIKE outbox INCLUDING ALL);
      CREATE FUNCTION see_outbox() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO outbox_seen OVERRIDING SYSTEM VALUE SELECT * FROM fresh; RETURN NULL; END';
      CREATE TRIGGER see_outbox AFTER INSERT ON outbox REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION see_outbox()`);
  }

  async stopCapture(): Promise<void> {
    await this.client.query('DROP TRIGGER see_outbox ON outbox; DROP FUNCTION see_outbox()');
  }

  /** Loads all rows of all of the service's tables; with `outbox_seen` for the outbox. */
  async measure(): Promise<CopyTimes> {
    const { rows } = await this.client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND NOT relname = ANY($1) ORDER BY 1`,
      [PLATFORM],
    );
    const tables: CopyTimes['tables'] = new Map();
    let total = 0;
    for (const { name } of rows) {
      const loaded = await this.load(name);
      if (loaded.rows === 0) continue;
      tables.set(name, loaded);
      total += loaded.milliseconds;
    }
    return { tables, total };
  }

  /** Server-side milliseconds and rows of the statements that write to a table, since the last `resetStatements`. */
  async written(table: string): Promise<{ milliseconds: number; rows: number }> {
    const { rows } = await this.client.query<{ milliseconds: number; rows: number }>(
      `SELECT coalesce(sum(total_exec_time), 0)::float AS milliseconds, coalesce(sum(rows), 0)::int AS rows
         FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid AND d.datname = current_database()
        WHERE query ~* ('(insert\\s+into|update|merge\\s+into)\\s+"?' || $1 || '"?\\y')`,
      [table],
    );
    return rows[0] ?? { milliseconds: 0, rows: 0 };
  }

  async resetStatements(): Promise<void> {
    await this.client.query('SELECT pg_stat_statements_reset()');
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async load(table: string): Promise<{ milliseconds: number; rows: number }> {
    const { rows: settings } = await this.client.query<{ dir: string }>(
      `SELECT current_setting('data_directory') AS dir`,
    );
    const file = `${settings[0]?.dir}/copy-peer-${table}.txt`;
    const { rows: columns } = await this.client.query<{ list: string }>(
      `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS list FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
      [table],
    );
    const list = columns[0]?.list ?? '';
    const clone = `copy_peer_${table}`;
    await this.client.query(`CREATE TABLE ${clone} (LIKE ${table} INCLUDING ALL)`);
    try {
      await this.client.query(`COPY ${table} (${list}) TO '${file}'`);
      await this.client.query('CHECKPOINT');
      const begin = performance.now();
      const { rowCount } = await this.client.query(`COPY ${clone} (${list}) FROM '${file}'`);
      return { milliseconds: performance.now() - begin, rows: rowCount ?? 0 };
    } finally {
      await this.client.query(`DROP TABLE ${clone}`);
    }
  }
}
