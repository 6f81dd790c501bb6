import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When what is new of customers became true, epoch milliseconds; null for the moment at which they are judged by it. */
export class SegmentNewsMoment1766800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE segment_news ADD COLUMN became_true bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE segment_news DROP COLUMN became_true');
  }
}
