import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose a customer is follows from the profile, once there is one; transitions only repeat it later. */
export class CustomerOwners1731000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer_tier ADD profile_version bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer_tier DROP profile_version');
  }
}
