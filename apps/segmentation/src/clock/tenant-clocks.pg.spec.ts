import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseDay } from '@orderweave/domain-ordering';
import { messageOf, OutboxReader } from '@orderweave/postgres';
import { turnClock } from '../ladder/turn-day.store.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { countDaysBehind } from './clock.store.js';
import { TenantClocks } from './tenant-clocks.js';

const at = (text: string) => Date.parse(text);

describe('the clocks of tenants', () => {
  let rig: SegmentationRig;
  let wall = 0;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());
  beforeEach(async () => {
    await rig.clear();
    wall = at('2025-03-01T12:00:00Z');
  });

  const clocks = () => new TenantClocks(rig.database, rig.policies, () => wall);

  async function announced(): Promise<string[]> {
    const outbox = new OutboxReader(rig.database);
    const batch = await outbox.read(1_000);
    await outbox.remove(batch);
    return batch.records.map((record) => {
      const { day, mode, now } = JSON.parse(messageOf(record).value.toString()) as Record<string, string>;
      return day ?? `${mode} ${now}`;
    });
  }

  it('1. announces only the first day when a clock is first set, and then every local day in order', async () => {
    await clocks().setManual(TENANT, at('2024-12-30T20:00:00Z'));
    expect(await announced()).toEqual(['2024-12-31', 'manual 2024-12-30T20:00:00.000Z']);
    await clocks().setManual(TENANT, at('2025-01-01T17:00:00Z'));
    expect(await announced()).toEqual(['2025-01-01', '2025-01-02', 'manual 2025-01-01T17:00:00.000Z']);
    await clocks().setManual(TENANT, at('2025-01-01T18:00:00Z'));
    expect(await announced()).toEqual(['manual 2025-01-01T18:00:00.000Z']);
  });

  it('2. refuses to go backwards, and names the present', async () => {
    await clocks().setManual(TENANT, at('2025-04-01T00:00:00Z'));
    await expect(clocks().setManual(TENANT, at('2025-03-31T23:59:59Z'))).rejects.toMatchObject({
      parts: { status: 409, extra: { present: '2025-04-01T00:00:00.000Z' } },
    });
    await expect(clocks().setWall(TENANT)).rejects.toMatchObject({ parts: { status: 409, code: 'clock-backwards' } });
    expect(await clocks().read(TENANT)).toEqual({ mode: 'manual', now: at('2025-04-01T00:00:00Z') });
  });

  it('3. goes with the wall from the first customer on, each day announced once by however many replicas', async () => {
    await clocks().tick();
    expect(await announced()).toEqual([]);
    await rig.ledger([buildActivity({ customerId: 'a', order: 'web/1', day: parseDay('2025-03-01'), amount: '1' })]);
    await Promise.all([clocks().tick(), clocks().tick(), clocks().tick()]);
    expect((await announced()).filter((line) => !line.startsWith('wall'))).toEqual(['2025-03-01']);
    wall += 2 * 86_400_000;
    await Promise.all([clocks().tick(), clocks().tick(), clocks().tick()]);
    expect((await announced()).filter((line) => !line.startsWith('wall'))).toEqual(['2025-03-02', '2025-03-03']);
  });

  it('4. leaves a manual clock alone while the wall goes on', async () => {
    await clocks().setManual(TENANT, at('2025-01-01T00:00:00Z'));
    await announced();
    wall += 40 * 86_400_000;
    await clocks().tick();
    expect(await announced()).toEqual([]);
  });

  it('5. is set without waiting for a day that turns for long', async () => {
    await clocks().setManual(TENANT, at('2025-04-30T20:00:00Z'));
    await rig.database.transaction(async (tx) => {
      expect(await turnClock(tx, TENANT, parseDay('2025-05-01'))).toMatchObject({ turned_before: null });
      await clocks().setManual(TENANT, at('2025-05-01T20:00:00Z'));
      await expect(clocks().setManual(TENANT, at('2025-05-01T00:00:00Z'))).rejects.toMatchObject({
        parts: { status: 409 },
      });
    });
    expect(await countDaysBehind(rig.database)).toBe(1);
    await rig.database.transaction(async (tx) => {
      expect(await turnClock(tx, TENANT, parseDay('2025-05-01'))).toBeUndefined();
      expect(await turnClock(tx, TENANT, parseDay('2025-05-02'))).toMatchObject({
        turned_before: parseDay('2025-05-01'),
      });
      // Nobody has announced it.
      expect(await turnClock(tx, TENANT, parseDay('2025-05-03'))).toBeUndefined();
    });
    expect(await countDaysBehind(rig.database)).toBe(0);
  });
});
