import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';
import { rankAll } from '@orderweave/domain-segmentation';
import { TenantMoments } from '../models/tenant-moments.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { readCustomerWindow } from '../windows/read-customer-window.js';
import { LadderReader } from './ladder-reader.js';
import { MonthMovesReader } from './month-moves-reader.js';
import { MonthReader } from './month-reader.js';

const JANUARY: Record<string, number> = { a: 100, b: 90, c: 80, d: 70, e: 60, f: 50, g: 40, h: 30, i: 20, j: 10 };
const FEBRUARY: Record<string, number> = { b: 100, c: 20, d: 70, k: 500, f: 5, g: 40, h: 30 };

describe('who moves between tiers', () => {
  let rig: SegmentationRig;
  let moves: MonthMovesReader;
  beforeAll(async () => {
    rig = await SegmentationRig.start();
    await rig.clear();
    const { database, policies } = rig;
    moves = new MonthMovesReader(
      database,
      policies,
      new MonthReader(database, policies),
      new LadderReader(database, policies),
    );
    const orders = (day: Day, of: Record<string, number>) =>
      Object.entries(of).map(([customerId, amount]) =>
        buildActivity({ customerId, order: `web/${customerId}-${day}`, day, amount: String(amount) }),
      );
    await rig.turnTo(parseDay('2025-01-01'));
    await rig.ledger([
      { tenant: TENANT, customerId: 'c', version: 1, identifiers: [], name: 'Chen', owner: 'Wang' },
      ...orders(parseDay('2025-01-05'), JANUARY),
    ]);
    await rig.moveLadder();
    await rig.turnTo(parseDay('2025-02-05'));
    await rig.ledger(orders(parseDay('2025-02-05'), FEBRUARY));
    await rig.moveLadder();
    await rig.turnTo(parseDay('2025-03-05'));
    // Restates January: a falls out of it, and c stays as published in the final tiers alone.
    await rig.ledger([{ ...orders(parseDay('2025-01-05'), { a: 1 })[0]!, version: 2 }]);
    await rig.moveLadder();
  });
  afterAll(() => rig.stop());

  const tiersOf = (amounts: Record<string, number>, known: readonly string[]): Record<string, string> => {
    const entries = Object.entries(amounts).map(([id, amount]) => [id, parseAmount(amount)] as const);
    const ranks = rankAll(entries, { preset: 'rank-20-60-20' });
    return Object.fromEntries(known.map((id) => [id, ranks.get(id)?.tier ?? 'D']));
  };
  const recount = (january: Record<string, number>): Record<string, number> => {
    const before = tiersOf(january, Object.keys(JANUARY));
    const after = tiersOf(FEBRUARY, [...Object.keys(JANUARY), 'k']);
    const counts: Record<string, number> = {};
    for (const [id, to] of Object.entries(after))
      counts[`${before[id] ?? null} ${to}`] = (counts[`${before[id] ?? null} ${to}`] ?? 0) + 1;
    return counts;
  };
  const filled = (cells: { from: string | null; to: string | null; customers: number }[]) =>
    Object.fromEntries(
      cells.filter(({ customers }) => customers > 0).map(({ from, to, customers }) => [`${from} ${to}`, customers]),
    );

  it('1. has every customer in one cell of the matrix, as published and as restated', async () => {
    const final = await moves.migration(TENANT, '2025-02', { from: '2025-01', basis: 'final' });
    expect(filled(final.cells)).toEqual(recount(JANUARY));
    expect(final).toMatchObject({ arrived: 1, departed: 0, currency: 'CNY' });
    expect(final.up + final.down + final.kept).toBe(10);
    expect(final.cells.find(({ from, to }) => from === 'A' && to === 'D')).toMatchObject({
      customers: 1,
      netAmountFrom: '100',
      netAmountTo: '0',
    });
    const live = await moves.migration(TENANT, '2025-02', { from: '2025-01', basis: 'live' });
    expect(filled(live.cells)).toEqual(recount({ ...JANUARY, a: 1 }));
    expect(filled(live.cells)).not.toEqual(filled(final.cells));
    await expect(moves.migration(TENANT, '2025-03', { from: '2025-01', basis: 'final' })).rejects.toMatchObject({
      status: 409,
    });
  });

  it('2. tells who is next to each boundary and by how much, and a salesperson of own customers only', async () => {
    const request = { tenant: TENANT, month: '2025-02', limit: 2, owner: null };
    const { boundaries, closed } = await moves.boundaries(request);
    expect(closed).toBe(true);
    const told = boundaries.map(({ tier, lowestAmount, above, below }) => [
      ...[tier, lowestAmount],
      ...[above, below].map((all) => all.map(({ customerId, distance }) => `${customerId} ${distance}`).join(', ')),
    ]);
    // n = 7: A is ahead < 1.4, so k and b; a third would need 100. B is ahead < 5.6, so down to c.
    expect(told).toEqual([
      ['A', '100', 'b 30, k 430', 'd 30, g 60'],
      ['B', '20', 'c 15, h 25', 'f 15'],
    ]);
    const own = await moves.boundaries({ ...request, owner: 'Wang' });
    expect(own.boundaries.map(({ above, below }) => [...above, ...below].map(({ name }) => name))).toEqual([
      ['Chen'],
      ['Chen'],
    ]);
  });

  it('3. says the band, frequency and scores of a customer as of now', async () => {
    const moment = (await new TenantMoments(rig.policies, () => 0).load(rig.database, [TENANT])).get(TENANT)!;
    const read = (id: string) => readCustomerWindow(rig.database, id, moment);
    expect(await read('b')).toEqual({
      value: { band: 'high', netAmount: '190', windowDays: 365, ahead: 1, customers: 11 },
      frequency: { name: 'occasional', purchaseDays: 2, windowDays: 180 },
      rfm: { r: 5, f: 5, m: 5, group: 'champions', customers: 11 },
    });
    expect(await read('a')).toMatchObject({
      value: { band: 'low', ahead: 10 },
      rfm: { r: 2, f: 3, m: 1, group: 'hibernating' },
    });
    expect(await read('nobody')).toMatchObject({ value: { band: null }, frequency: { name: 'prospect' }, rfm: null });
  });
});
