import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the training of a tenant's model of purchases came to. */
export class ModelTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE gap_model ADD COLUMN training jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE gap_model DROP COLUMN training');
  }
}
