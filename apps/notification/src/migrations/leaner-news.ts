import type { MigrationInterface, QueryRunner } from 'typeorm';

/** News are taken by tenant, the oldest first: one index is enough, and each alert paid for two. */
export class LeanerNews1769000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outcome_news DROP CONSTRAINT outcome_news_pkey');
    await runner.query('DROP INDEX outcome_news_tenant');
    await runner.query('ALTER TABLE outcome_news ADD PRIMARY KEY (tenant, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outcome_news DROP CONSTRAINT outcome_news_pkey');
    await runner.query('ALTER TABLE outcome_news ADD PRIMARY KEY (id)');
    await runner.query('CREATE INDEX outcome_news_tenant ON outcome_news (tenant, id)');
  }
}
