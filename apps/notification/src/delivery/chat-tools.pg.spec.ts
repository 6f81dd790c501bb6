import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { nextAttemptAt, type ChannelName } from '@orderweave/domain-notification';
import { eventually } from '@orderweave/testing';
import { readDeliveries } from '../alerts/read-alerts.js';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { dingtalkRules } from '../testing/tools/dingtalk-rules.js';
import { startFakeTool, type FakeTool, type ToolRules } from '../testing/tools/fake-tool.js';
import { feishuRules } from '../testing/tools/feishu-rules.js';
import { hurriedSchedule } from '../testing/tools/hurried-schedule.js';
import { slackRules } from '../testing/tools/slack-rules.js';
import { teamsRules } from '../testing/tools/teams-rules.js';
import { wecomRules } from '../testing/tools/wecom-rules.js';
import { deliverAlert } from './deliver-alert.js';
import { listAttempts } from './deliveries/list-deliveries.js';
import { insertDeliveries } from './delivery.store.js';
import type { EndpointSettings } from './endpoints/endpoint-settings.js';
import { findEndpoint } from './endpoints/endpoint.store.js';

interface Tool {
  readonly channel: ChannelName;
  readonly rules: () => ToolRules;
  readonly settings: (base: string) => { url: string; secret?: string };
  /** As many as may go at once. */
  readonly burst: number;
}

const tools: readonly Tool[] = [
  {
    channel: 'feishu',
    rules: () => feishuRules('hook-1', 'SEC-F'),
    settings: (base) => ({ url: `${base}/open-apis/bot/v2/hook/hook-1`, secret: 'SEC-F' }),
    burst: 5,
  },
  {
    channel: 'dingtalk',
    rules: () => dingtalkRules('token-1', 'SEC-D'),
    settings: (base) => ({ url: `${base}/robot/send?access_token=token-1`, secret: 'SEC-D' }),
    burst: 20,
  },
  {
    channel: 'wecom',
    rules: () => wecomRules('key-1'),
    settings: (base) => ({ url: `${base}/cgi-bin/webhook/send?key=key-1` }),
    burst: 20,
  },
  {
    channel: 'slack',
    rules: () => slackRules('/services/T1/B1/slack-hook-1'),
    settings: (base) => ({ url: `${base}/services/T1/B1/slack-hook-1` }),
    burst: 1,
  },
  {
    channel: 'teams',
    rules: () => teamsRules('sig-1'),
    settings: (base) => ({ url: `${base}/workflows/1/triggers/manual/paths/invoke?sig=sig-1` }),
    burst: 4,
  },
];

let rig: DeliveryRig;
let schedule: typeof nextAttemptAt;
beforeAll(async () => {
  rig = await deliveryRig({ nextAttemptAt: (...given) => schedule(...given) });
});
beforeEach(() => rig.database.pool.query('DELETE FROM endpoint'));
afterAll(() => rig.end());

describe.each(tools)('delivery to $channel', ({ channel, rules, settings, burst }) => {
  let tool: FakeTool;
  beforeEach(async () => {
    schedule = hurriedSchedule;
    tool = await startFakeTool(rules());
  });
  afterEach(() => tool.close());

  const add = (changed: object = {}) =>
    rig.add(channel, { ...settings(tool.base), ...changed } as EndpointSettings['feishu'], { id: 'ep_1' });
  const delivery = async (alert: string) => (await readDeliveries(rig.database, 'default', alert))[0];

  it('brings a card that the tool takes, with buttons, and keeps what was said without secrets', async () => {
    await add();
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered', attempts: 1 }));
    expect(tool.refused).toEqual([]);
    const { body } = tool.accepted[0]!;
    for (const text of ['华东贸易', '已 42 天未下单', '致电了解近况和采购计划', '我来跟进', '稍后提醒', '/a?t='])
      expect(body).toContain(text);
    const [attempt] = await listAttempts(rig.database, { tenant: 'default', alertId: alert, endpointId: 'ep_1' });
    expect(attempt).toMatchObject({ attempt: 1, error: null });
    expect(attempt!.request).toContain('华东贸易');
    expect(`${attempt!.request}${attempt!.response}`).not.toMatch(/hook-1|token-1|key-1|sig-1|\/a\?t=[\w-]{9}/);
    const { rows } = await rig.database.pool.query('SELECT * FROM endpoint');
    expect(JSON.stringify(rows)).not.toMatch(/SEC-|hook-1|token-1|key-1|sig-1/);
  });

  it('never sends more than the tool allows, and what waits is not counted as tried', async () => {
    await add();
    const alerts = await Promise.all(Array.from({ length: burst + 2 }, () => rig.raise()));
    await eventually(() => expect(tool.accepted.length).toBeGreaterThanOrEqual(burst));
    const rows = await Promise.all(alerts.map(delivery));
    expect(rows.every((row) => row!.attempts <= 1)).toBe(true);
    await eventually(async () => {
      const { rows: waiting } = await rig.database.pool.query(
        `SELECT attempts FROM delivery WHERE state = 'pending' AND due_at <= now()`,
      );
      expect(waiting).toEqual([]);
    });
    expect(tool.refused).toEqual([]);
  });

  it('tries again when the tool says no in an answer of 200 or is down, and says so', async () => {
    await add();
    const busy = '{"code":999,"errcode":-1,"errmsg":"busy","msg":"busy"}';
    tool.override = () => {
      tool.override = undefined;
      return { accepted: false, status: 200, body: channel === 'teams' ? 'returned HTTP error 503' : busy };
    };
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered', attempts: 2 }));
    const attempts = await listAttempts(rig.database, { tenant: 'default', alertId: alert, endpointId: 'ep_1' });
    expect(attempts).toMatchObject([
      { attempt: 1, error: expect.stringMatching(/answered/) },
      { attempt: 2, error: null },
    ]);
  });
});

describe('delivery to a tool that is not well', () => {
  let tool: FakeTool;
  let down: boolean;
  beforeAll(async () => {
    down = false;
    const fine = wecomRules('key-1');
    tool = await startFakeTool((call, accepted) =>
      down ? { accepted: false, status: 500, body: '' } : fine(call, accepted),
    );
  });
  beforeEach(() => {
    down = false;
    schedule = nextAttemptAt;
    tool.override = undefined;
    tool.accepted.length = 0;
    tool.refused.length = 0;
  });
  afterAll(() => tool.close());
  const url = () => `${tool.base}/cgi-bin/webhook/send?key=key-1`;
  const delivery = async (alert: string) => (await readDeliveries(rig.database, 'default', alert))[0];

  it('stops asking after five failures in a row', async () => {
    await rig.add('wecom', { url: url() });
    down = true;
    const alerts = [];
    for (let n = 0; n < 12; n++) alerts.push(await rig.raise());
    await eventually(async () => {
      const { rows } = await rig.database.pool.query('SELECT failures FROM endpoint_pace WHERE open_until > 0');
      expect(rows).toHaveLength(1);
    });
    await eventually(async () => {
      const { rows } = await rig.database.pool.query(`SELECT 1 FROM delivery WHERE due_at <= now()`);
      expect(rows).toEqual([]);
    });
    // Those that were under way when the fifth failed may have gone out.
    expect(tool.refused.length).toBeLessThan(12);
  });

  it('disables an endpoint that is gone, and one whose variable is missing is tried again', async () => {
    schedule = hurriedSchedule;
    const gone = await rig.add('wecom', { url: `${tool.base}/cgi-bin/webhook/send?key=other` });
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'failed' }));
    expect(await findEndpoint(rig.database, 'default', gone)).toMatchObject({
      ...{ enabled: false, disabledReason: expect.stringContaining('93000') },
    });
    await rig.add('wecom', { url: 'env:ENDPOINT_SPEC_URL' });
    const next = await rig.raise();
    await eventually(async () =>
      expect(await delivery(next)).toMatchObject({
        state: 'pending',
        lastError: 'the environment has no ENDPOINT_SPEC_URL',
      }),
    );
    process.env['ENDPOINT_SPEC_URL'] = url();
    await eventually(async () => expect(await delivery(next)).toMatchObject({ state: 'delivered' }));
    delete process.env['ENDPOINT_SPEC_URL'];
  });

  it('sends no card of an alert that somebody has seen to while it waited', async () => {
    const alert = await rig.raise();
    const endpoint = await rig.add('wecom', { url: url() });
    await rig.database.pool.query(`UPDATE alert SET state = 'acknowledged'`);
    const key = { tenant: 'default', alertId: alert, endpointId: endpoint };
    await rig.database.transaction((tx) => insertDeliveries(tx, [{ ...key, dueAt: Date.now() }]));
    await deliverAlert(rig.parts, key);
    expect(await delivery(alert)).toMatchObject({ state: 'superseded', attempts: 0 });
    expect(tool.accepted).toEqual([]);
  });

  it('queues again what a process died with', async () => {
    await rig.add('wecom', { url: url() });
    down = true;
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ attempts: 1 }));
    down = false;
    const schema = await rig.queue.schema();
    await rig.database.pool.query(`DELETE FROM "${schema}"._private_jobs`);
    await rig.database.pool.query(`UPDATE delivery SET due_at = now() - interval '3 minutes' WHERE state = 'pending'`);
    expect(await rig.queue.rescue(Date.now())).toBeGreaterThanOrEqual(1);
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered', attempts: 2 }));
  });
});
