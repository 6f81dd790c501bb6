import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SalesTeam } from '@orderweave/domain-notification';
import { eventually } from '@orderweave/testing';
import { wecomDesk, type WecomDesk } from '../../testing/wecom-desk.js';

const grouping = { waitSeconds: 2, intervalSeconds: 0, stormOver: 3 };

describe('alerts that wait for others', () => {
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
  const state = (more: Partial<SalesTeam>) => desk.team({ grouping, ...more });
  const states = async () => (await sql('SELECT state FROM delivery ORDER BY state')).map((row) => row['state']);

  it('leave as one message that tells a storm by its number, and all of them count as delivered', async () => {
    for (let n = 0; n < 6; n++) await rig.raise();
    expect(await states()).toEqual(Array(6).fill('gathering'));
    await eventually(() => expect(tool.accepted).toHaveLength(1));
    expect(tool.accepted[0]!.body).toContain('6 条客户提醒');
    expect(tool.accepted[0]!.body).toContain('另有 3 条');
    await eventually(async () => expect(await states()).toEqual(Array(7).fill('delivered')));
    expect(await sql('SELECT DISTINCT state FROM alert')).toEqual([{ state: 'delivered' }]);
  });

  it('keep their own card when nobody joins, and are left out when somebody has seen to them meanwhile', async () => {
    await rig.raise();
    await sql(`UPDATE alert SET state = 'acknowledged'`);
    await rig.raise();
    await eventually(() => expect(tool.accepted).toHaveLength(1));
    expect(tool.accepted[0]!.body).toContain('风险变化：华东贸易');
    expect(tool.accepted[0]!.body).toContain('我来跟进');
    await eventually(async () => expect(await states()).toEqual(['delivered', 'superseded']));
  });

  it('do not hold up what is urgent', async () => {
    await rig.raise({ kind: 'feedback', from: null, to: 'complaint' });
    await eventually(() => expect(tool.accepted).toHaveLength(1), 1_500);
  });

  it('wait for the morning where a person wants one digest a day', async () => {
    await state({ people: [{ name: 'li.wei', digest: 'daily' }] });
    await rig.raise();
    const [row] = await sql(`SELECT state, due_at AT TIME ZONE 'Asia/Shanghai' AS due FROM delivery`);
    expect(row!['state']).toBe('gathering');
    expect(new Date(String(row!['due'])).getHours()).toBe(9);
  });

  it('are told even when the job that should have done so was lost', async () => {
    await rig.raise();
    const schema = await rig.queue.schema();
    await sql(`DELETE FROM "${schema}"._private_jobs`);
    await rig.queue.rescue(Date.now() + 10 * 60_000);
    await sql(`UPDATE delivery SET due_at = now() - interval '1 second'`);
    await sql(`UPDATE "${schema}"._private_jobs SET run_at = now()`);
    await eventually(async () => expect(await states()).toEqual(['delivered']));
  });
});
