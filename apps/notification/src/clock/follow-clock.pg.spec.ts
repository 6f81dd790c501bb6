import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ClockMoved, type MovedClock } from '@orderweave/contracts';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { Database } from '@orderweave/postgres';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { receivedTransitions } from '../testing/received-transitions.js';
import { followClock } from './follow-clock.js';
import { loadClocks } from './tenant-clock.store.js';

let database: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ database, end } = await migratedPostgres());
});
afterAll(() => end());

it('goes from move to move, however many come together, and never back', async () => {
  const [received] = receivedTransitions([sampleTransition()]);
  const move = (day: number, tenant = 'default'): MovedClock => ({
    tenant,
    mode: 'manual',
    now: `2026-03-0${day}T00:00:00.000Z`,
  });
  const seen: string[] = [];
  const follow = followClock(async (tx, tenant) => {
    const clock = (await loadClocks(tx, [tenant])).get(tenant)!;
    seen.push(`${tenant} ${new Date(clock.now).toISOString().slice(8, 10)}`);
  });
  const moves = [move(1), move(2), move(5, 'other'), move(4), move(3)];
  const events = moves.map((payload) => ({ ...received!, event: ClockMoved, payload }));
  await database.transaction((tx) => follow(events, tx, { topic: 'x', partition: 0, epoch: '1' }));
  expect(seen).toEqual(['default 01', 'default 02', 'other 05', 'default 04']);
});
