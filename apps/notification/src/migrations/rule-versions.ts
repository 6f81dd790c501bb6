import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE rule_version (
     tenant text NOT NULL,
     version integer NOT NULL,
     document json NOT NULL,
     note text,
     created_by text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, version)
   )`,
  // Version 0 is the default one, which no table has.
  `CREATE TABLE rule_activation (
     tenant text NOT NULL,
     from_at timestamptz NOT NULL,
     version integer NOT NULL,
     activated_by text NOT NULL,
     activated_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, from_at)
   )`,
  // The greatest id of a tenant also tells whether its activations are still those that somebody has read.
  `CREATE TABLE rule_audit (
     tenant text NOT NULL,
     id bigint GENERATED ALWAYS AS IDENTITY,
     at timestamptz NOT NULL DEFAULT now(),
     actor text NOT NULL,
     role text NOT NULL,
     action text NOT NULL,
     version integer NOT NULL,
     from_at timestamptz,
     note text,
     PRIMARY KEY (tenant, id)
   )`,
  // What came in the last days, in the batches in which it came, so that rules can be tried on it.
  `CREATE TABLE received_transition (
     tenant text NOT NULL,
     day integer NOT NULL,
     id text NOT NULL,
     batch xid8 NOT NULL DEFAULT pg_current_xact_id(),
     place integer NOT NULL,
     seen_at timestamptz NOT NULL,
     transition json NOT NULL,
     PRIMARY KEY (tenant, day, id)
   )`,
  // Up to where somebody has read, and what beyond that.
  `CREATE TABLE alert_seen_until (
     tenant text NOT NULL,
     person text NOT NULL,
     raised_at timestamptz NOT NULL,
     PRIMARY KEY (tenant, person)
   )`,
  `CREATE TABLE alert_seen (
     tenant text NOT NULL,
     person text NOT NULL,
     alert_id text NOT NULL,
     PRIMARY KEY (tenant, person, alert_id)
   )`,
];

/** Rules by version and what they are tried on; the rule that an alert was raised under; what people have read. */
export class RuleVersions1716000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
    await runner.query(`
      ALTER TABLE alert
        ADD rule_version integer NOT NULL DEFAULT 0,
        ADD raised_by json,
        ADD repeat_seconds integer,
        ADD repeat_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE alert DROP rule_version, DROP raised_by, DROP repeat_seconds, DROP repeat_at');
    await runner.query(
      'DROP TABLE alert_seen, alert_seen_until, received_transition, rule_audit, rule_activation, rule_version',
    );
  }
}
