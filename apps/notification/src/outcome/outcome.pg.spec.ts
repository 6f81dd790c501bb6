import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activity, Profile, Transition } from '@orderweave/contracts';
import { saveTeam } from '../team/sales-team.store.js';
import { activity, outcomeRig, type OutcomeRig } from './outcome-rig.fixture.js';

const NOW = Date.parse('2026-04-20T00:00:00Z');
const RAISED = '2026-03-01T06:00:00Z';

describe('the outcome of alerts', () => {
  let rig: OutcomeRig;
  beforeAll(async () => {
    rig = await outcomeRig(NOW);
  });
  afterAll(() => rig.end());

  let serial = 0;
  /** A tenant of its own for a spec. */
  const world = () => {
    const tenant = `t-${++serial}`;
    const raise = (customerId: string, given: Partial<Transition> = {}) =>
      rig.raise({ tenant, id: `${customerId} ${given.id ?? ''}`, customerId, recordedAt: RAISED, ...given });
    const order = (...[customerId, key, at, given]: Parameters<typeof activity>) =>
      activity(customerId, key, at, { tenant, ...given });
    return { tenant, raise, order };
  };
  const rows = async (tenant: string) => {
    const { rows: found } = await rig.database.pool.query(
      `SELECT alert_outcome.customer_id AS customer, holder, orders, amount::text, first_order AS first, credited_amount::text AS credited,
         state, resolution
       FROM alert_outcome JOIN alert ON alert.tenant = alert_outcome.tenant AND alert.id = alert_id
       WHERE alert.tenant = $1 ORDER BY alert.customer_id, alert.transition_id`,
      [tenant],
    );
    return found as Record<string, unknown>[];
  };

  it('is recovered by an order in the window, which resolves the alert by itself', async () => {
    const { tenant, raise, order } = world();
    const id = await raise('c-1');
    await raise('c-2');
    await rig.follow(order('c-1', 'web/0', RAISED), order('c-2', 'web/9', '2026-03-31T06:00:00.001Z'));
    await rig.settle();
    expect(await rows(tenant)).toMatchObject([{ orders: 0 }, { orders: 0, state: 'open' }]);
    await rig.follow(order('c-1', 'web/1', '2026-03-05T08:00:00Z'), order('c-1', 'web/2', '2026-03-31T06:00:00Z'));
    await rig.settle();
    const [recovered] = await rows(tenant);
    expect(recovered).toMatchObject({ orders: 2, amount: '200', first: 'web/1', credited: '200' });
    expect(recovered).toMatchObject({ state: 'resolved', resolution: 'recovered' });
    const { rows: audit } = await rig.database.pool.query(
      'SELECT actor, action, detail, note FROM alert_event WHERE alert_id = $1',
      [id],
    );
    expect(audit).toEqual([{ actor: 'orderweave', action: 'recover', detail: 'recovered', note: 'web/1' }]);
    const { rows: seen } = await rig.database.pool.query('SELECT acknowledged_by FROM alert WHERE id = $1', [id]);
    expect(seen).toEqual([{ acknowledged_by: null }]);
  });

  it('is taken back by a refund to zero; the alert is open again while the window lasts', async () => {
    const { tenant, raise, order } = world();
    await raise('c-1');
    await raise('c-2', { recordedAt: '2026-04-01T00:00:00Z' });
    const bought = (customer: string, at: string) => order(customer, `web/${customer}`, at);
    const orders = [bought('c-1', '2026-03-02T00:00:00Z'), bought('c-2', '2026-04-02T00:00:00Z')];
    await rig.follow(...orders);
    await rig.settle();
    expect(await rows(tenant)).toMatchObject([{ state: 'resolved' }, { state: 'resolved' }]);
    await rig.follow(...orders.map((one) => ({ ...one, version: 2, netAmount: '0', purchase: false })));
    await rig.follow(...orders);
    await rig.settle();
    expect(await rows(tenant)).toMatchObject([
      { orders: 0, amount: '0', first: null, credited: '0', state: 'resolved' },
      { orders: 0, state: 'open', resolution: null },
    ]);
  });

  it('is recorded alike for who is held out, whose alert nobody closes, and not at all for what is no loss', async () => {
    const { tenant, raise, order } = world();
    await saveTeam(rig.database, tenant, { people: [], teams: [], pool: [], holdout: 0.5 }, 'spec');
    const customers = Array.from({ length: 12 }, (_, n) => `c-${10 + n}`);
    for (const customer of customers) await raise(customer);
    await raise('c-99', { kind: 'tier', basis: 'final', label: 'up', from: 'B', to: 'A' });
    await rig.follow(...[...customers, 'c-99'].map((c) => order(c, `web/${c}`, '2026-03-03T00:00:00Z')));
    await rig.settle();
    const { rows: found } = await rig.database.pool.query(
      `SELECT orders, credited_orders AS credited, state, count(*)::int
       FROM alert_outcome o JOIN alert ON alert.tenant = o.tenant AND alert.id = alert_id
       WHERE o.tenant = $1 AND o.muted = 'holdout' GROUP BY 1, 2, 3`,
      [tenant],
    );
    expect(found).toMatchObject([{ orders: 1, credited: 0, state: 'open' }]);
    expect(found[0].count).toBeGreaterThan(0);
    expect(found[0].count).toBeLessThan(12);
    expect((await rows(tenant)).at(-1)).toMatchObject({ orders: 0, state: 'open' });
  });

  it('is the same in whatever order alerts, orders and merges arrive, and however often', async () => {
    // c-2 merges into c-1 and takes its orders along; c-3 merged and was parted again.
    const facts = (tenant: string) => {
      const of = (...[customerId, key, at, given]: Parameters<typeof activity>) =>
        activity(customerId, key, at, { tenant, ...given });
      const profile = (customerId: string, version: number, mergedInto?: string): Profile => ({
        ...{ tenant, customerId, version, identifiers: [] },
        ...(mergedInto && { mergedInto }),
      });
      const gone = { version: 2, counts: false, purchase: false, netAmount: '0' };
      const news: (Activity | Profile)[] = [
        of('c-1', 'web/1', '2026-03-04T00:00:00Z'),
        of('c-2', 'app/1', '2026-03-03T00:00:00Z'),
        of('c-2', 'app/1', '2026-03-03T00:00:00Z', gone),
        of('c-1', 'app/1', '2026-03-03T00:00:00Z', { version: 2, netAmount: '30' }),
        of('c-3', 'rep/1', '2026-03-09T00:00:00Z'),
        of('c-3', 'rep/2', '2026-03-10T00:00:00Z'),
        of('c-3', 'rep/2', '2026-03-10T00:00:00Z', { version: 2, netAmount: '55' }),
        of('c-3', 'rep/2', '2026-03-10T00:00:00Z', { ...gone, version: 3 }),
        profile('c-2', 1),
        profile('c-2', 2, 'c-1'),
        profile('c-3', 1, 'c-1'),
        profile('c-3', 2),
      ];
      const alerts: Partial<Transition>[] = [
        { customerId: 'c-1', id: `${tenant} a`, recordedAt: RAISED },
        // Another rule: of two alerts of one rule and customer the second to come would be throttled.
        {
          ...{ customerId: 'c-2', id: `${tenant} b`, recordedAt: '2026-03-02T00:00:00Z' },
          ...{ kind: 'stage', from: 'losing', to: 'churned' },
        },
        { customerId: 'c-3', id: `${tenant} c`, recordedAt: RAISED },
      ];
      return [...news, ...news]
        .map((one) => () => rig.follow(one))
        .concat(alerts.map((given) => async () => void (await rig.raise({ tenant, ...given }))));
    };
    const results: unknown[] = [];
    for (let seed = 1; seed <= 8; seed++) {
      const tenant = `shuffled-${seed}`;
      const random = randomFrom(seed);
      const steps = facts(tenant)
        .map((step) => ({ step, at: random() }))
        .sort((a, b) => a.at - b.at);
      for (const { step, at } of steps) {
        await step();
        if (at < 0.3) await rig.settle();
      }
      await rig.settle();
      results.push((await rows(tenant)).map(({ state: _, resolution: __, ...row }) => row));
    }
    for (const result of results)
      expect(result).toEqual([
        { customer: 'c-1', holder: 'c-1', orders: 2, amount: '130', first: 'app/1', credited: '0' },
        { customer: 'c-2', holder: 'c-1', orders: 2, amount: '130', first: 'app/1', credited: '130' },
        { customer: 'c-3', holder: 'c-3', orders: 1, amount: '100', first: 'rep/1', credited: '100' },
      ]);
  });

  it('follows a customer who merges into another, by way of a third, and who is parted again', async () => {
    const { tenant, raise, order } = world();
    await raise('c-1');
    await raise('c-3');
    const merge = (customerId: string, version: number, mergedInto?: string): Profile => ({
      ...{ tenant, customerId, version, identifiers: [] },
      ...(mergedInto && { mergedInto }),
    });
    const orders = async () => (await rows(tenant)).map(({ holder, orders }) => [holder, orders]);
    await rig.follow(order('c-3', 'web/1', '2026-03-05T00:00:00Z'));
    await rig.follow(merge('c-3', 1, 'c-2'));
    await rig.follow(merge('c-2', 1, 'c-1'));
    await rig.settle();
    expect(await orders()).toEqual([
      ['c-1', 1],
      ['c-1', 1],
    ]);
    await rig.follow(merge('c-2', 2));
    await rig.settle();
    expect(await orders()).toEqual([
      ['c-1', 0],
      ['c-2', 1],
    ]);
  });

  it('judges once both have committed what alert and order did not see of each other', async () => {
    const { tenant, raise, order } = world();
    await rig.database.transaction(async (tx) => {
      await rig.followIn(tx, order('c-1', 'web/1', '2026-03-05T00:00:00Z'));
      await raise('c-1');
      await rig.settle();
      expect(await rows(tenant)).toMatchObject([{ orders: 0 }]);
    });
    await rig.settle();
    expect(await rows(tenant)).toMatchObject([{ orders: 1 }]);
  });

  it('forgets documents that no alert can need, by the tenant’s clock, and leaves what is settled for good', async () => {
    const { tenant, raise, order } = world();
    await raise('c-1');
    await rig.follow(order('c-1', 'web/1', '2026-03-05T00:00:00Z'), order('c-1', 'web/0', '2025-01-01T00:00:00Z'));
    await rig.settle();
    const kept = async () =>
      (await rig.database.pool.query('SELECT order_key FROM outcome_order WHERE tenant = $1', [tenant])).rows;
    expect(await kept()).toEqual([{ order_key: 'web/1' }]);
    // What came before the clock jumped is still judged as if it had not.
    await rig.follow(order('c-1', 'web/1', '2026-03-05T00:00:00Z', { version: 2, netAmount: '70' }));
    await rig.database.pool.query(`INSERT INTO tenant_clock VALUES ($1, 'manual', '2026-09-01T00:00:00Z')`, [tenant]);
    await rig.settle();
    await rig.follow(
      order('c-1', 'web/1', '2026-03-05T00:00:00Z', { version: 3, netAmount: '7' }),
      order('c-2', 'web/2', '2026-03-05T00:00:00Z'),
      order('c-2', 'web/3', '2026-08-05T00:00:00Z'),
    );
    await rig.settle();
    expect(await kept()).toEqual([{ order_key: 'web/3' }]);
    expect(await rows(tenant)).toMatchObject([{ orders: 1, amount: '70' }]);
  });
});

/** Numbers from 0 to 1, always the same ones for a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
