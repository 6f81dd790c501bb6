import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Segments of one's own, who is in them, and whom to look at next. Days count from 1970-01-01. */
export class SegmentTables1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE segment_definition, segment_member, segment_watch, segment_news, segment_pass');
  }
}

const TABLES = [
  // Every version of every segment; "active" is the one by which customers are judged, one a segment at most.
  `CREATE TABLE segment_definition (
     tenant text NOT NULL,
     segment_id text NOT NULL,
     version integer NOT NULL,
     name text NOT NULL,
     condition jsonb NOT NULL,
     state text NOT NULL,
     changed_by text NOT NULL,
     changed_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, segment_id, version)
   )`,
  `CREATE UNIQUE INDEX segment_definition_active ON segment_definition (tenant, segment_id) WHERE state = 'active'`,
  `CREATE UNIQUE INDEX segment_definition_name ON segment_definition (tenant, name) WHERE state = 'active'`,
  `CREATE TABLE segment_member (
     tenant text NOT NULL,
     segment_id text NOT NULL,
     customer_id text NOT NULL,
     entered_at timestamptz NOT NULL,
     version integer NOT NULL,
     PRIMARY KEY (tenant, segment_id, customer_id)
   )`,
  'CREATE INDEX segment_member_customer ON segment_member (tenant, customer_id)',
  // "due_on" is the next day that can change a membership by itself; "changes" makes the ids of transitions.
  `CREATE TABLE segment_watch (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     due_on integer,
     changes integer NOT NULL,
     PRIMARY KEY (tenant, customer_id)
   ) WITH (fillfactor = 80)`,
  'CREATE INDEX segment_watch_due ON segment_watch (tenant, due_on) WHERE due_on IS NOT NULL',
  // Customers of whom something is new: only added to by whoever brings news, so that nobody waits for who works it off.
  `CREATE TABLE segment_news (
     tenant text NOT NULL,
     id bigint GENERATED ALWAYS AS IDENTITY,
     customer_id text NOT NULL,
     cause_type text NOT NULL,
     cause_ref text,
     PRIMARY KEY (tenant, id)
   )`,
  // One row a segment while all customers are judged by a new version of it: those up to "cursor" are done.
  `CREATE TABLE segment_pass (
     tenant text NOT NULL,
     segment_id text NOT NULL,
     cursor text NOT NULL,
     PRIMARY KEY (tenant, segment_id)
   ) WITH (fillfactor = 20)`,
];
