import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people did with entries of the quarantine; entries are found by their state and by the rules that they broke. */
export class QuarantineDeeds1766400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE quarantine ADD COLUMN codes text[] NOT NULL DEFAULT '{}', ADD COLUMN closed_at timestamptz`,
    );
    // As text: what is quoted of a bad order may hold what JSON functions refuse (U+0000).
    await runner.query(`
      UPDATE quarantine SET codes = ARRAY(
        SELECT DISTINCT found[1] FROM regexp_matches(faults::text, '"rule":"([a-z-]+)"', 'g') AS found)`);
    await runner.query('DROP INDEX quarantine_newest');
    await runner.query('CREATE INDEX quarantine_by_state ON quarantine (tenant, state, received_at DESC, id DESC)');
    await runner.query('CREATE INDEX quarantine_closed ON quarantine (closed_at) WHERE closed_at IS NOT NULL');
    await runner.query(`
      CREATE TABLE quarantine_deed (
        tenant text NOT NULL,
        entry_id text COLLATE "C" NOT NULL,
        id bigint GENERATED ALWAYS AS IDENTITY,
        state text NOT NULL,
        at timestamptz NOT NULL,
        done_by text NOT NULL,
        note text,
        order_key text,
        result text,
        corrected bytea,
        PRIMARY KEY (tenant, entry_id, id),
        FOREIGN KEY (tenant, entry_id) REFERENCES quarantine (tenant, id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE quarantine_deed');
    await runner.query('DROP INDEX quarantine_by_state');
    await runner.query('CREATE INDEX quarantine_newest ON quarantine (tenant, received_at DESC, id DESC)');
    await runner.query('ALTER TABLE quarantine DROP COLUMN codes, DROP COLUMN closed_at');
  }
}
