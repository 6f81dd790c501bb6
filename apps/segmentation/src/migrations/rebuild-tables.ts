import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rebuilds of the service's state from the log, and how what they came to differs from the live state. */
export class RebuildTables1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rebuild, rebuild_count, rebuild_difference');
  }
}

const TABLES = [
  // "goal" is what was asked for, "state" how far it is; "replayed" and "total" count messages, "rate" those a second.
  `CREATE TABLE rebuild (
     id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     goal text NOT NULL,
     state text NOT NULL,
     exchanged boolean NOT NULL DEFAULT false,
     started_by text NOT NULL,
     started_at timestamptz NOT NULL DEFAULT now(),
     replayed bigint NOT NULL DEFAULT 0,
     total bigint NOT NULL DEFAULT 0,
     rate double precision,
     compared_at timestamptz,
     exchanged_at timestamptz,
     fault text
   )`,
  // One at a time: there is one log and one live state.
  `CREATE UNIQUE INDEX rebuild_kept ON rebuild ((true)) WHERE state <> 'discarded'`,
  `CREATE TABLE rebuild_count (
     rebuild_id integer NOT NULL REFERENCES rebuild ON DELETE CASCADE,
     tenant text NOT NULL,
     table_name text NOT NULL,
     basis text NOT NULL,
     kind text NOT NULL,
     row_count bigint NOT NULL,
     PRIMARY KEY (rebuild_id, tenant, table_name, basis, kind)
   )`,
  `CREATE TABLE rebuild_difference (
     rebuild_id integer NOT NULL REFERENCES rebuild ON DELETE CASCADE,
     tenant text NOT NULL,
     id bigint GENERATED ALWAYS AS IDENTITY,
     table_name text NOT NULL,
     basis text NOT NULL,
     kind text NOT NULL,
     customer_id text,
     key jsonb NOT NULL,
     live jsonb,
     rebuilt jsonb,
     PRIMARY KEY (rebuild_id, tenant, id)
   )`,
];
