import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SalesTeam } from '@orderweave/domain-notification';
import { eventually } from '@orderweave/testing';
import { wecomDesk, type WecomDesk } from '../testing/wecom-desk.js';

const HOUR = 3_600;

describe('an alert that nobody sees to', () => {
  let desk: WecomDesk;
  let rig: WecomDesk['rig'];
  let tool: WecomDesk['tool'];
  let sql: WecomDesk['sql'];
  beforeAll(async () => {
    desk = await wecomDesk();
    ({ rig, tool, sql } = desk);
  });
  beforeEach(async () => {
    await desk.reset();
    await state({});
  });
  afterAll(() => desk.close());
  const state = (more: Partial<SalesTeam>, repeatSeconds?: number) => {
    const grouping = { waitSeconds: 0, intervalSeconds: 0, stormOver: 3, ...(repeatSeconds && { repeatSeconds }) };
    return desk.team({ grouping, ...more });
  };
  /** Sweeps with a manual clock that shows this local moment. */
  const sweep = async (moment: string) => {
    const now = new Date(`${moment}+08:00`).toISOString();
    await sql(`INSERT INTO tenant_clock VALUES ('default', 'manual', '${now}')
      ON CONFLICT (tenant) DO UPDATE SET now = excluded.now`);
    return rig.clockwork.sweepAll(0);
  };
  const states = async () => (await sql('SELECT state FROM delivery ORDER BY state')).map((row) => row['state']);

  it('is told again after the repeat interval, in working hours, with the others, until somebody does', async () => {
    // Raised on Sunday, 1 March 2026 at 14:00.
    await state({}, 4 * HOUR);
    await rig.raise();
    await rig.raise();
    await eventually(async () => expect(await states()).toEqual(['delivered', 'delivered']));
    await state({ grouping: { waitSeconds: 1, intervalSeconds: 0, stormOver: 3 } });
    expect(await sweep('2026-03-02T08:59')).toBe(0);
    expect(await sweep('2026-03-02T09:00')).toBe(2);
    await eventually(() => expect(tool.accepted).toHaveLength(3));
    expect(tool.accepted[2]!.body).toContain('2 条客户提醒');
    await eventually(async () => expect(await states()).toEqual(['delivered', 'delivered', 'delivered']));
    await sql(`UPDATE alert SET state = 'acknowledged' WHERE transition_id = (SELECT min(transition_id) FROM alert)`);
    expect(await sweep('2026-03-02T13:00')).toBe(2);
    await eventually(() => expect(tool.accepted).toHaveLength(4));
    expect(tool.accepted[3]!.body).toContain('风险变化：华东贸易');
    expect(await sql(`SELECT count(*)::int AS n FROM alert_event WHERE action = 'repeat'`)).toEqual([{ n: 3 }]);
  });

  it('is not told before it was told, nor where nothing repeats', async () => {
    await rig.raise();
    await eventually(async () => expect(await states()).toEqual(['delivered']));
    expect(await sweep('2026-03-03T12:00')).toBe(0);
    await state({ people: [{ name: 'li.wei', digest: 'daily' }] }, HOUR);
    await sql(`DELETE FROM tenant_clock`);
    await rig.raise();
    expect(await states()).toEqual(['delivered', 'gathering']);
    expect(await sweep('2026-03-02T09:00')).toBe(1);
    // It comes with the digest, as it would have.
    expect(await states()).toEqual(['delivered', 'gathering']);
    expect(tool.accepted).toHaveLength(1);
  });
});
