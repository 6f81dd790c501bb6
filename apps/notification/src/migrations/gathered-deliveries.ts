import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deliveries that wait for others, and the message that they became part of. */
export class GatheredDeliveries1713000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE delivery ADD part_of text');
    await runner.query(
      `CREATE INDEX delivery_gathering ON delivery (tenant, endpoint_id, due_at) WHERE state = 'gathering'`,
    );
    await runner.query(
      'CREATE INDEX delivery_part ON delivery (tenant, endpoint_id, part_of) WHERE part_of IS NOT NULL',
    );
    await runner.query('ALTER TABLE endpoint_pace ADD last_told bigint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE endpoint_pace DROP last_told');
    await runner.query('DROP INDEX delivery_part');
    await runner.query('DROP INDEX delivery_gathering');
    await runner.query('ALTER TABLE delivery DROP part_of');
  }
}
