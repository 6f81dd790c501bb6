import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlertRule } from '@orderweave/domain-notification';
import type { Database } from '@orderweave/postgres';
import { calendarOf } from '../testing/calendars.js';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { loadPolicy } from './load-policy.js';
import { StoredMemory } from './stored-memory.js';

const rules = loadPolicy('').rules;
const rare = rules.find(({ throttleDays }) => throttleDays)!;
const frequent = rules.find(({ throttleDays }) => !throttleDays)!;

describe('what is remembered of customers', () => {
  let database: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
    const alert = (
      customer: string,
      rule: AlertRule,
      state: string,
      { id, tenant = 'default' }: { id: string; tenant?: string },
    ) =>
      database.pool.query(
        `INSERT INTO alert (tenant, id, transition_id, customer_id, rule, severity, kind, state, effective_at, raised_at, due_at, transition)
         VALUES ($1, $2, 't-' || $2, $3, $4, 'info', 'risk', $5, '2026-02-01', '2026-02-01', '2026-02-01', '{}')`,
        [tenant, id, customer, rule.id, state],
      );
    await alert('old', rare, 'resolved', { id: '1' });
    await alert('old', frequent, 'resolved', { id: '2' });
    await alert('now', frequent, 'open', { id: '3' });
    await alert('other', frequent, 'snoozed', { id: '4' });
    await alert('other', rare, 'expired', { id: '5' });
    await alert('now', rare, 'open', { id: '6', tenant: 'elsewhere' });
    const alias =
      'INSERT INTO customer_alias (tenant, customer_id, version, merged_into, holder) VALUES ($1, $2, 1, $3, $3)';
    await database.pool.query(alias, ['default', 'old', 'now']);
  });
  afterAll(() => end());

  const ask = (customers: readonly string[], rule: AlertRule) =>
    database.transaction(async (tx) => {
      const memory = new StoredMemory(tx, calendarOf);
      const judged = customers.map((customerId) => ({ tenant: 'default', customerId, rule }));
      const families = await memory.findFamilies(judged);
      const asked = [...families.values()].flatMap(({ ids }) =>
        ids.map((customerId) => ({ tenant: 'default', customerId, rule: rule.id, raisedAt: 0 })),
      );
      const [earlier, waiting] = [await memory.findEarlier(asked), await memory.findWaiting(asked)];
      return {
        families: Object.fromEntries(
          [...families].map(([key, { holder, ids }]) => [key, [holder, ...[...ids].sort()]]),
        ),
        earlier: earlier.map(({ transitionId }) => transitionId).sort(),
        waiting: waiting.map(({ customerId, rule: of }) => `${customerId} ${of}`).sort(),
      };
    });

  it('is what a rule that speaks once in a while has said under any id, and what waits', async () => {
    const family = { 'default/now': ['now', 'now', 'old'], 'default/old': ['now', 'now', 'old'] };
    expect(await ask(['old'], rare)).toEqual({ families: family, earlier: ['t-1'], waiting: [`now ${frequent.id}`] });
    expect(await ask(['now'], rare)).toEqual({ families: family, earlier: ['t-1'], waiting: [`now ${frequent.id}`] });
    expect(await ask(['other'], rare)).toEqual({
      families: { 'default/other': ['other', 'other'] },
      earlier: ['t-5'],
      waiting: [`other ${frequent.id}`],
    });
  });

  it('leaves out what is settled of rules that may speak each time', async () => {
    expect(await ask(['old'], frequent)).toMatchObject({ earlier: ['t-3'], waiting: [`now ${frequent.id}`] });
  });

  it('is nothing of a customer who was never alerted of', async () => {
    const nobody = { families: { 'default/new': ['new', 'new'] }, earlier: [], waiting: [] };
    expect(await ask(['new', 'new'], rare)).toEqual(nobody);
  });

  it('is asked of only those customers who are asked about', async () => {
    await database.transaction(async (tx) => {
      const memory = new StoredMemory(tx, calendarOf);
      await memory.findFamilies(['now', 'other'].map((customerId) => ({ tenant: 'default', customerId, rule: rare })));
      const asked = [{ tenant: 'default', customerId: 'other', rule: rare.id, raisedAt: 0 }];
      expect((await memory.findWaiting(asked)).map(({ customerId }) => customerId)).toEqual(['other']);
      expect((await memory.findEarlier(asked)).map(({ transitionId }) => transitionId)).toEqual(['t-5']);
    });
  });
});
