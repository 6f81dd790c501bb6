import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClockMoved, type Transition } from '@orderweave/contracts';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { Database } from '@orderweave/postgres';
import type { Outcome } from '@orderweave/stream';
import fc from 'fast-check';
import type pg from 'pg';
import { followClock } from '../clock/follow-clock.js';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { calendarOf } from '../testing/calendars.js';
import { receivedTransitions } from '../testing/received-transitions.js';
import { loadPolicy } from './load-policy.js';
import { raiseAlerts } from './raise-alerts.js';

const NOW = Date.parse('2026-03-01T06:00:00Z');

describe('raising alerts', () => {
  let end: () => Promise<void>;
  let database: Database;
  let queued: string[];
  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
  });
  beforeEach(async () => {
    queued = [];
    await sql('TRUNCATE alert, alert_outcome, task, outbox, tenant_clock CASCADE');
  });
  afterAll(() => end());

  const sql = async (text: string) => (await database.pool.query<pg.QueryResultRow>(text)).rows;
  const raise = async (transitions: readonly Transition[], now = NOW): Promise<Outcome[]> => {
    const handler = raiseAlerts({
      policy: loadPolicy(''),
      calendarOf,
      queueDeliveries: async (_, alerts) => void queued.push(...alerts.map(({ transition }) => transition.id)),
      onRaised: () => undefined,
      now: () => now,
    });
    const events = receivedTransitions(transitions);
    const handled = await database.transaction(async (tx) => {
      const result = await handler(events, tx, { topic: 'x', partition: 0, epoch: '1' });
      tx.publish(result?.emits ?? []);
      return result;
    });
    return events.map((event) => handled?.outcomes?.get(event) ?? { kind: 'ok' });
  };
  const raisedIds = async () =>
    (await sql('SELECT transition_id FROM alert ORDER BY 1')).map(({ transition_id }) => transition_id as string);
  const published = async () => Number((await sql('SELECT coalesce(sum(messages), 0) AS n FROM outbox'))[0]!['n']);

  it('raises an alert with its rule, severity, owner and due time, and says so', async () => {
    expect(await raise([sampleTransition()])).toEqual([{ kind: 'ok' }]);
    const [row] = await sql('SELECT rule, severity, owner, state, raised_at, due_at, transition FROM alert');
    expect(row).toMatchObject({ rule: 'at-risk', severity: 'warning', owner: 'li.wei', state: 'open' });
    expect(row!['raised_at']).toEqual(new Date(NOW));
    // It is a Sunday: two working days from Monday at nine.
    expect(row!['due_at']).toEqual(new Date('2026-03-04T09:00:00+08:00'));
    expect(row!['transition']).toEqual(sampleTransition());
    expect(await published()).toBe(1);
    expect(queued).toEqual(['t-1']);
  });

  it('raises one alert a transition, however often, in whatever order and in however many batches it comes', async () => {
    const transitions = Array.from({ length: 12 }, (_, index) =>
      sampleTransition({ id: `t-${index}`, customerId: `c-${index}`, owner: undefined } as Partial<Transition>),
    );
    const batches = fc.array(fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 20 }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(batches, async (plan) => {
        await sql('TRUNCATE alert, alert_outcome, task, outbox CASCADE');
        queued = [];
        await Promise.all(plan.map((indexes) => raise(indexes.map((index) => transitions[index]!))));
        const expected = [...new Set(plan.flat())].map((index) => `t-${index}`).sort();
        expect(await raisedIds()).toEqual(expected);
        expect(await published()).toBe(expected.length);
        expect([...queued].sort()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('has a thousand alerts in the inbox within five seconds', async () => {
    const burst = Array.from({ length: 1_000 }, (_, n) => sampleTransition({ id: `b-${n}`, customerId: `b-${n}` }));
    const started = performance.now();
    await raise(burst);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await raisedIds()).toHaveLength(1_000);
  });

  it('raises nothing twice in a replay and says why', async () => {
    await raise([sampleTransition()]);
    expect(await raise([sampleTransition()])).toEqual([{ kind: 'drop', reason: 'already-raised' }]);
    expect(await published()).toBe(1);
  });

  it('alerts nobody of what nobody is to be alerted of', async () => {
    const outcomes = await raise([
      sampleTransition({ id: 'model', alertable: false }),
      sampleTransition({ id: 'live', kind: 'tier', basis: 'live', from: 'A', to: 'B', label: 'down' }),
      sampleTransition({ id: 'old', effectiveAt: '2026-02-27T05:59:59Z' }),
    ]);
    expect(outcomes).toEqual([
      { kind: 'drop', reason: 'not-alertable' },
      { kind: 'drop', reason: 'no-rule' },
      { kind: 'drop', reason: 'past-horizon' },
    ]);
    expect(await raisedIds()).toEqual([]);
  });

  it('judges age by the tenant’s manual clock', async () => {
    const event = { ...receivedTransitions([sampleTransition()])[0]!, event: ClockMoved };
    const clock = (now: string, mode: 'manual' | 'wall' = 'manual') =>
      database.transaction(async (tx) => {
        const payload = { tenant: 'default', mode, now };
        await followClock(async () => undefined)([{ ...event, payload }], tx, {
          topic: 'tenants.clock',
          partition: 0,
          epoch: '1',
        });
      });
    await clock('2026-03-01T12:00:00Z');
    await clock('2026-02-01T12:00:00Z');
    const later = Date.parse('2030-01-01T00:00:00Z');
    await raise([sampleTransition()], later);
    expect(await sql('SELECT raised_at FROM alert')).toEqual([{ raised_at: new Date('2026-03-01T12:00:00Z') }]);
    await clock('2026-03-04T00:00:00Z');
    const late = sampleTransition({ id: 't-2', customerId: 'c-2' });
    expect(await raise([late], later)).toEqual([{ kind: 'drop', reason: 'past-horizon' }]);
    await clock('2026-03-05T00:00:00Z', 'wall');
    expect(await raise([late], Date.parse('2026-03-01T13:00:00Z'))).toEqual([{ kind: 'ok' }]);
  });

  it('throttles a rule for one customer, but not for another, nor the same alert come again', async () => {
    const again = sampleTransition({ id: 't-2', effectiveAt: '2026-02-28T12:00:00Z' });
    const other = sampleTransition({ id: 't-3', customerId: 'c-2' });
    expect(await raise([sampleTransition(), again, other])).toEqual([
      { kind: 'ok' },
      { kind: 'drop', reason: 'throttled' },
      { kind: 'ok' },
    ]);
    expect(await raise([again])).toEqual([{ kind: 'drop', reason: 'throttled' }]);
    const muchLater = sampleTransition({
      id: 't-4',
      effectiveAt: '2026-03-09T00:00:00Z',
      recordedAt: '2026-03-09T00:00:00Z',
    });
    expect(await raise([muchLater])).toEqual([{ kind: 'ok' }]);
  });
});
