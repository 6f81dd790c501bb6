import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which policy and model a tenant's segments judge, and the review of all customers when that is another one. */
export class SegmentBasisTable1766100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // "cursor" is null unless customers are reviewed: those up to it are done. The lists hold the segments that are concerned.
    await runner.query(`CREATE TABLE segment_basis (
      tenant text PRIMARY KEY,
      policy integer NOT NULL,
      model integer NOT NULL,
      cursor text,
      by_policy text[] NOT NULL DEFAULT '{}',
      by_model text[] NOT NULL DEFAULT '{}'
    ) WITH (fillfactor = 20)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE segment_basis');
  }
}
