import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { outcomeTerms } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import { createDataSource, Database, migrate } from '@orderweave/postgres';
import { testPostgres, type TestPostgres } from '@orderweave/testing';
import { MIGRATIONS } from '../migrations/migrations.js';
import { OutcomeTables1726000000000 } from '../migrations/outcome-tables.js';

let postgres: TestPostgres;
let database: Database;
beforeAll(async () => {
  postgres = await testPostgres();
  database = new Database({ url: postgres.url });
});
afterAll(async () => {
  await database.close();
  await postgres.drop();
});

const run = async (migrations: typeof MIGRATIONS) => {
  const source = createDataSource({ url: postgres.url, migrations });
  await migrate(source);
  await source.destroy();
};
const tier = (label: string, from: string, to: string) => ({ kind: 'tier', basis: 'final', label, from, to }) as const;

it('takes over alerts that were raised before there were outcomes, by the terms of their transitions', async () => {
  await run(MIGRATIONS.slice(0, MIGRATIONS.indexOf(OutcomeTables1726000000000)));
  const transitions = [
    {},
    { kind: 'stage', from: 'losing', to: 'churned' },
    { kind: 'stage', from: null, to: 'new', cause: { type: 'order', ref: 'web/1' } },
    { kind: 'behind-pace', from: null, to: 'behind', effectiveAt: '2026-03-09T00:00:00Z' },
    tier('abnormal-stop', 'A', 'D'),
    tier('down', 'A', 'B'),
    tier('up', 'B', 'A'),
    tier('sleeping', 'C', 'D'),
  ].map((given, n) => sampleTransition({ ...(given as Partial<Transition>), id: `t-${n}`, customerId: `c-${n}` }));
  const raisedAt = '2026-03-08T06:00:00Z';
  for (const transition of transitions)
    await database.pool.query(
      `INSERT INTO alert (tenant, id, transition_id, customer_id, rule, severity, kind, effective_at, raised_at, due_at, transition)
       VALUES ('default', $1, $1, $2, 'some', 'info', $3, $4, $5, $5, $6)`,
      [transition.id, transition.customerId, transition.kind, transition.effectiveAt, raisedAt, transition],
    );
  await run(MIGRATIONS);
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `SELECT winnable, win_back AS "winBack", resolves, starts_at AS "startsAt", until, cause_order AS "causeOrder" FROM alert_outcome
     ORDER BY alert_id`,
  );
  expect(rows.map((row) => ({ ...row, startsAt: Number(row['startsAt']), until: Number(row['until']) }))).toEqual(
    transitions.map((transition) => outcomeTerms(transition, Date.parse(raisedAt))),
  );
  const { rows: news } = await database.pool.query('SELECT customer_id FROM outcome_news');
  expect(news).toHaveLength(rows.filter(({ winnable }) => winnable).length);
});
