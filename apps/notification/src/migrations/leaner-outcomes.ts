import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // An outcome has the moment and the id of its alert, so that alerts' own index finds it.
  'DROP INDEX alert_outcome_newest',
  // News are taken by tenant, the oldest first: one index is enough.
  'ALTER TABLE outcome_news DROP CONSTRAINT outcome_news_pkey',
  'DROP INDEX outcome_news_tenant',
  'ALTER TABLE outcome_news ADD PRIMARY KEY (tenant, id)',
];
const DOWN = [
  'ALTER TABLE outcome_news DROP CONSTRAINT outcome_news_pkey',
  'ALTER TABLE outcome_news ADD PRIMARY KEY (id)',
  'CREATE INDEX outcome_news_tenant ON outcome_news (tenant, id)',
  'CREATE INDEX alert_outcome_newest ON alert_outcome (tenant, raised_at DESC, alert_id DESC) WHERE orders >= 0',
];

/** Every alert paid for two indexes of which others do the work. */
export class LeanerOutcomes1769000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
