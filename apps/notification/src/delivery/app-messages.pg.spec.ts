import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { composeSummary, LOCALES } from '@orderweave/domain-notification';
import { sampleCard } from '@orderweave/domain-notification/testing';
import type { Transaction } from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import { readDeliveries } from '../alerts/read-alerts.js';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { dingtalkAppRules } from '../testing/tools/dingtalk-app-rules.js';
import { startFakeTool, type FakeTool, type ToolRules } from '../testing/tools/fake-tool.js';
import { fakeTokens, type FakeTokens } from '../testing/tools/fake-tokens.js';
import { feishuAppRules } from '../testing/tools/feishu-app-rules.js';
import { hurriedSchedule } from '../testing/tools/hurried-schedule.js';
import { wecomAppRules } from '../testing/tools/wecom-app-rules.js';
import { listAttempts, renewDeliveries } from './deliveries/list-deliveries.js';
import type { EndpointSettings } from './endpoints/endpoint-settings.js';
import { EndpointTester } from './endpoints/endpoint-tester.js';
import { findEndpoint } from './endpoints/endpoint.store.js';
import { takePlace } from './pace.store.js';
import { sendMessage } from './send/send-message.js';

const PEOPLE = ['li.wei', 'wang.fang'];
const SECRET = 'SEC-app';

interface Tool {
  readonly channel: 'feishu-app' | 'wecom-app' | 'dingtalk-app';
  readonly rules: (tokens: FakeTokens) => ToolRules;
  readonly settings: object;
  /** The name of the secret among the settings. */
  readonly secret: string;
  /** What may go to one person at once. */
  readonly burst: number;
  /** Whether it shows what is sent twice once. */
  readonly remembers: boolean;
}

const tools: readonly Tool[] = [
  {
    channel: 'feishu-app',
    rules: (tokens) => feishuAppRules(tokens, SECRET, PEOPLE),
    settings: { appId: 'cli_1' },
    ...{ secret: 'appSecret', burst: 5, remembers: true },
  },
  {
    channel: 'wecom-app',
    rules: (tokens) => wecomAppRules(tokens, SECRET, PEOPLE),
    settings: { corpId: 'corp-1', agentId: 1000002 },
    ...{ secret: 'corpSecret', burst: 30, remembers: true },
  },
  {
    channel: 'dingtalk-app',
    rules: (tokens) => dingtalkAppRules(tokens, SECRET, PEOPLE),
    settings: { appKey: 'ding-1', robotCode: 'ding-1' },
    ...{ secret: 'appSecret', burst: 20, remembers: false },
  },
];

let rig: DeliveryRig;
/** How far the clock of the rig is ahead, in milliseconds. */
let ahead = 0;
beforeAll(async () => {
  rig = await deliveryRig({ nextAttemptAt: hurriedSchedule, now: () => Date.now() + ahead });
});
afterEach(() => {
  ahead = 0;
});
beforeEach(() => rig.database.pool.query('DELETE FROM endpoint; DELETE FROM app_pace'));
afterAll(() => rig.end());

describe.each(tools)('messages of a $channel', ({ channel, rules, settings, secret, burst, remembers }) => {
  let tool: FakeTool;
  let tokens: FakeTokens;
  beforeEach(async () => {
    tokens = fakeTokens();
    tool = await startFakeTool(rules(tokens));
  });
  afterEach(() => tool.close());

  const of = (changed: object = {}) =>
    ({ url: tool.base, ...settings, [secret]: SECRET, to: ['li.wei'], ...changed }) as EndpointSettings['feishu-app'];
  const add = (changed: object = {}, id = 'ep_1') => rig.add(channel as 'feishu-app', of(changed), { id });
  const delivery = async (alert: string) => (await readDeliveries(rig.database, 'default', alert))[0];
  const delivered = (alert: string, attempts = 1) =>
    eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered', attempts }));
  const attemptsOf = async (alertId: string) =>
    listAttempts(rig.database, { tenant: 'default', alertId, endpointId: 'ep_1' });

  it('bring a card with buttons to a person, and what is kept holds neither secret nor token', async () => {
    await add();
    const alert = await rig.raise();
    await delivered(alert);
    expect(tool.refused).toEqual([]);
    const { body } = tool.accepted[0]!;
    for (const text of ['li.wei', '华东贸易', '已 42 天未下单', '我来跟进', '稍后提醒', '/a?t='])
      expect(body).toContain(text);
    const [attempt] = await attemptsOf(alert);
    expect(attempt).toMatchObject({ attempt: 1, error: null, request: expect.stringContaining('华东贸易') });
    const { rows } = await rig.database.pool.query('SELECT * FROM endpoint');
    const kept = JSON.stringify([attempt, rows]);
    for (const hidden of [SECRET, ...tokens.given]) expect(kept).not.toContain(hidden);
    expect(attempt!.request).toContain('/a?t=…');
    expect(rows[0]).toMatchObject({ url: expect.stringContaining('→ li.wei'), app: expect.stringContaining(channel) });
  });

  it('share one token while it lasts, and get another in the same attempt when it is refused', async () => {
    await add();
    const alerts = await Promise.all([rig.raise(), rig.raise(), rig.raise()]);
    await Promise.all(alerts.map((alert) => delivered(alert)));
    expect(tokens.given).toHaveLength(1);
    tokens.revoke();
    await delivered(await rig.raise());
    expect(tokens.given).toHaveLength(2);
    expect(tool.refused).toHaveLength(1);
  });

  it('ask for a token anew shortly before it ends', async () => {
    const options = { allowPrivate: true, tokens: rig.parts.tokens, mail: undefined };
    const at = Date.now();
    const send = (now: number, id: string) =>
      sendMessage(
        { id: 'ep', channel },
        of(),
        { card: sampleCard('en', { id }), payload: {}, round: 0 },
        { ...options, now },
      );
    for (const [seconds, given] of [
      [0, 1],
      [7_139, 1],
      [7_140, 2],
    ] as const) {
      expect(await send(at + seconds * 1_000, `al_${seconds}`)).toMatchObject({ verdict: { kind: 'accepted' } });
      expect(tokens.given).toHaveLength(given);
    }
  });

  it('do not ask again and again with credentials that are refused', async () => {
    const wrong = of({ [secret]: 'SEC-wrong' });
    const message = { card: sampleCard('en'), payload: {}, round: 0 };
    const at = Date.now();
    const send = (now: number) =>
      sendMessage({ id: 'ep', channel }, wrong, message, { allowPrivate: true, tokens: rig.parts.tokens, now });
    for (const [ms, asked] of [
      [0, 1],
      [4_999, 1],
      [5_000, 2],
    ] as const) {
      const reason = expect.stringContaining('no token: answered');
      expect((await send(at + ms)).verdict).toMatchObject({ kind: 'retry', reason });
      expect(tool.refused).toHaveLength(asked);
    }
  });

  it('wait for credentials that are wrong, which a person can mend', async () => {
    await add({ [secret]: 'SEC-wrong' });
    const alert = await rig.raise();
    await eventually(async () =>
      expect(await delivery(alert)).toMatchObject({ state: 'pending', lastError: expect.stringContaining('no token') }),
    );
    const kept = JSON.stringify(await attemptsOf(alert));
    expect(kept).not.toContain('SEC-wrong');
    const row = (await findEndpoint(rig.database, 'default', 'ep_1'))!;
    await rig.registry.change(row, of());
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered' }), 10_000);
    expect(tool.accepted).toHaveLength(1);
  });

  it('say whom they did not reach, and an endpoint that reaches nobody is disabled', async () => {
    await add({ to: ['li.wei', 'zhao.gone'] });
    const partly = await rig.raise();
    await eventually(async () =>
      expect(await delivery(partly)).toMatchObject({
        ...{ state: 'failed', lastError: expect.stringContaining('did not reach zhao.gone') },
      }),
    );
    expect(tool.accepted).toHaveLength(1);
    expect(await findEndpoint(rig.database, 'default', 'ep_1')).toMatchObject({ enabled: true });
    await rig.database.pool.query('DELETE FROM endpoint');
    await add({ to: ['zhao.gone'] });
    const nobody = await rig.raise();
    await eventually(async () => expect(await delivery(nobody)).toMatchObject({ state: 'failed', attempts: 1 }));
    expect(await findEndpoint(rig.database, 'default', 'ep_1')).toMatchObject({ enabled: false });
  });

  it('never come faster to a person than the tool allows, and what waits is not counted as tried', async () => {
    await add();
    const alerts = await Promise.all(Array.from({ length: burst + 2 }, () => rig.raise()));
    await eventually(() => expect(tool.accepted.length).toBeGreaterThanOrEqual(burst));
    const rows = await Promise.all(alerts.map(delivery));
    expect(rows.every((row) => row!.attempts <= 1)).toBe(true);
    await eventually(async () => {
      const text = `SELECT 1 FROM delivery WHERE state = 'pending' AND due_at <= now()`;
      expect((await rig.database.pool.query(text)).rows).toEqual([]);
    });
    expect(tool.refused).toEqual([]);
  });

  it('are taken as summaries and as tests, in both languages', async () => {
    await add({ to: PEOPLE });
    const tester = new EndpointTester(rig.parts);
    for (const locale of LOCALES) {
      const cards = Array.from({ length: 30 }, (_, n) => sampleCard(locale, { title: `${n} ${'长'.repeat(60)}` }));
      const links = { open: 'https://orderweave.example.com/' };
      const card = composeSummary(cards, { id: `gr_${locale}`, locale, links, most: 20 });
      const { allowPrivate, tokens: known, now } = rig.parts;
      const message = { card, payload: {}, round: 0 };
      const sent = await sendMessage({ id: 'ep', channel }, of(), message, { allowPrivate, tokens: known, now: now() });
      expect(sent.verdict).toEqual({ kind: 'accepted' });
      const endpoint = (await findEndpoint(rig.database, 'default', 'ep_1'))!;
      expect(await tester.test({ ...endpoint, locale })).toMatchObject({ delivered: true, status: 200, error: null });
    }
    expect(tool.refused).toEqual([]);
  });

  it('are shown once a round where the tool knows repetitions, and again on purpose', async () => {
    await add();
    const alert = await rig.raise();
    await delivered(alert);
    const key = { tenant: 'default', alertId: alert, endpointId: 'ep_1' };
    const requeue = (tx: Transaction) => rig.parts.requeue(tx, key, Date.now());
    // As if the answer had been lost on its way, and the next attempt were seconds later on the same day.
    ahead = (Date.now() + 3_000) % 86_400_000 < 3_000 ? -3_000 : 3_000;
    await rig.database.pool.query(`UPDATE delivery SET state = 'pending', due_at = now()`);
    await rig.database.transaction(requeue);
    await delivered(alert, 2);
    expect(tool.accepted).toHaveLength(remembers ? 1 : 2);
    await rig.database.transaction(async (tx) => {
      await renewDeliveries(tx, { tenant: 'default', alert }, Date.now());
      await requeue(tx);
    });
    await delivered(alert, 3);
    expect(tool.accepted).toHaveLength(remembers ? 2 : 3);
    expect(tool.refused).toEqual([]);
  });
});

describe('the pace of an app', () => {
  it('is shared by all that it writes to, and what waits for it takes no place of its own', async () => {
    const now = Date.parse('2026-03-01T06:00:00Z');
    const take = (app: string, id: string, at = now) =>
      rig.database.transaction((tx) =>
        takePlace(tx, { endpoint: { tenant: 'default', id, channel: 'dingtalk-app', app }, now: at, random: 0 }),
      );
    for (let n = 0; n < 22; n++) {
      const more = { appKey: 'a', appSecret: 's', robotCode: 'r', to: [`p${n}`] };
      await rig.add('dingtalk-app', more, { id: `ep_${n}` });
    }
    for (let n = 0; n < 20; n++) expect(await take('one', `ep_${n}`)).toBeUndefined();
    const [first, second] = [await take('one', 'ep_20'), await take('one', 'ep_21')];
    expect(first).toBeGreaterThan(now);
    expect(second).toBeGreaterThan(first!);
    expect(await take('two', 'ep_21')).toBeUndefined();
    expect(await take('one', 'ep_20', now + 1_100)).toBeUndefined();
    const text = `SELECT endpoint_id AS id, sent FROM endpoint_pace WHERE endpoint_id IN ('ep_20', 'ep_21') ORDER BY 1`;
    const { rows } = await rig.database.pool.query(text);
    expect(rows).toEqual([
      { id: 'ep_20', sent: [String(now + 1_100)] },
      { id: 'ep_21', sent: [String(now)] },
    ]);
  });
});
