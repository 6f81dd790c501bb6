import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What orders say of a customer's company beyond its name, and the city. */
export class CustomerTraits1765200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE purchase_order ADD COLUMN industry text, ADD COLUMN company_size text');
    await runner.query(
      'ALTER TABLE customer ADD COLUMN city text, ADD COLUMN industry text, ADD COLUMN company_size text',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE purchase_order DROP COLUMN industry, DROP COLUMN company_size');
    await runner.query('ALTER TABLE customer DROP COLUMN city, DROP COLUMN industry, DROP COLUMN company_size');
  }
}
