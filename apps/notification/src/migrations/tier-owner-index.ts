import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index by owner serves lookups by owner alone. A plan made while the table was empty took it for lookups by customer, and went on to
 * read all of a tenant for each customer of a batch.
 */
export class TierOwnerIndex1742000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX customer_tier_owner');
    await runner.query('CREATE INDEX customer_tier_owner ON customer_tier (owner, tenant) WHERE owner IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX customer_tier_owner');
    await runner.query('CREATE INDEX customer_tier_owner ON customer_tier (tenant, owner)');
  }
}
