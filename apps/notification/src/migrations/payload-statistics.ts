import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns by which nothing is found, sorted or joined. */
const PAYLOAD: Readonly<Record<string, readonly string[]>> = {
  alert: [
    ...['transition_id', 'effective_at', 'due_at', 'acknowledged_at', 'acknowledged_by', 'transition', 'level'],
    ...['escalate_at', 'snoozed_until', 'expires_at', 'rule_version', 'raised_by', 'repeat_seconds', 'repeat_at'],
  ],
  task: [
    'customer_name',
    'kind',
    'words',
    'follows',
    'series',
    'note',
    'settled_by',
    'created_at',
    'created_by',
    'as_owner',
  ],
  received_transition: ['seen_at', 'transition'],
  alert_outcome: [
    ...['kind', 'win_back', 'resolves', 'cause_order', 'amount', 'currency', 'first_order', 'first_at', 'first_amount'],
    ...['credited_amount'],
  ],
};

/** Gathering statistics of what no plan asks for took half of the time of all, every few seconds while these tables grow. */
export class PayloadStatistics1769500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await setTargets(runner, 0);
  }

  async down(runner: QueryRunner): Promise<void> {
    await setTargets(runner, -1);
  }
}

async function setTargets(runner: QueryRunner, target: number): Promise<void> {
  for (const [table, columns] of Object.entries(PAYLOAD)) {
    const changes = columns.map((column) => `ALTER COLUMN ${column} SET STATISTICS ${target}`);
    await runner.query(`ALTER TABLE ${table} ${changes.join(', ')}`);
  }
}
