import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions of a tenant's policy, the days from which they are in force, and who did what with them. Days count from 1970-01-01. */
export class PolicyTables1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE policy_version, policy_activation, policy_audit');
    await runner.query('ALTER TABLE model_pass DROP COLUMN everybody');
  }
}

const TABLES = [
  `CREATE TABLE policy_version (
     tenant text NOT NULL,
     version integer NOT NULL,
     document jsonb NOT NULL,
     note text,
     created_by text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, version)
   )`,
  // The days that the tenant's clock has announced have the activations that they had: only later ones are added or taken away.
  `CREATE TABLE policy_activation (
     tenant text NOT NULL,
     from_day integer NOT NULL,
     version integer NOT NULL,
     activated_by text NOT NULL,
     activated_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, from_day),
     FOREIGN KEY (tenant, version) REFERENCES policy_version (tenant, version)
   )`,
  // The greatest id of a tenant also tells whether its activations are still those that somebody has read.
  `CREATE TABLE policy_audit (
     tenant text NOT NULL,
     id bigint GENERATED ALWAYS AS IDENTITY,
     at timestamptz NOT NULL DEFAULT now(),
     actor text NOT NULL,
     role text NOT NULL,
     action text NOT NULL,
     version integer NOT NULL,
     from_day integer,
     note text,
     PRIMARY KEY (tenant, id)
   )`,
  // Whether a pass looks at everybody, not only at whom it finds judged by another model.
  'ALTER TABLE model_pass ADD COLUMN everybody boolean NOT NULL DEFAULT false',
];
