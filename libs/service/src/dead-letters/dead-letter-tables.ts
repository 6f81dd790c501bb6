import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which dead letters were redriven: each once. List it among the migrations of a service that has `DeadLettersModule`. */
export class DeadLetterTables1766500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dead_letter_redrive (
        topic text COLLATE "C" NOT NULL,
        partition integer NOT NULL,
        record_offset bigint NOT NULL,
        redriven_at timestamptz NOT NULL,
        redriven_by text NOT NULL,
        corrected boolean NOT NULL,
        value_sha256 text NOT NULL,
        PRIMARY KEY (topic, partition, record_offset)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dead_letter_redrive');
  }
}
