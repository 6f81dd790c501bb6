import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When orders of customers were revised who wait to be judged by signals, epoch milliseconds: what that brings about began then. */
export class SignalRevisionColumns1766700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} ADD COLUMN revised_at bigint`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} DROP COLUMN revised_at`);
  }
}

const TABLES = ['signal_news', 'signal_watch'];
