import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines keep the category that they came with: a product has one only, that of its first order. */
export class LineCategory1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE order_line ADD COLUMN category text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE order_line DROP COLUMN category');
  }
}
