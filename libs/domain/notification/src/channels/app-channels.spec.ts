import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { APP_TARGETS } from './app-targets.fixture.js';
import { sampleCard } from '../testing/sample-card.js';
import type { AppChannel } from './app-channel.js';
import { APP_CHANNELS, type AppChannelName } from './app-channels.js';
import type { Answer } from './channel.js';
import { composeSummary } from './compose-summary.js';

const { 'feishu-app': feishu, 'wecom-app': wecom, 'dingtalk-app': dingtalk } = APP_CHANNELS;
const { 'feishu-app': person, 'wecom-app': member, 'dingtalk-app': employee } = APP_TARGETS;
const names = Object.keys(APP_CHANNELS) as AppChannelName[];
const first = { token: 't-1', round: 0 };

const answer = (status: number, body: unknown, headers: Answer['headers'] = {}): Answer => ({
  ...{ status, headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const parse = (text: string) => JSON.parse(text) as Record<string, string>;
const bytes = (text: string | undefined) => Buffer.byteLength(text ?? '');

describe('a card by an app', () => {
  const line = fc.string({ unit: fc.constantFrom('客', 'a', '"', '\n', '\\', '👍'), maxLength: 700 });
  const lines = fc.array(line, { maxLength: 60 });
  const parts = fc.record({
    ...{ title: line, summary: line, why: lines, restore: lines },
    figures: fc.array(fc.record({ label: fc.string({ maxLength: 10 }), value: line }), { maxLength: 6 }),
    nextStep: fc.option(fc.record({ play: line, steps: lines })),
  });

  it('is never larger than the tool takes, however the text is written down', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const card = sampleCard('zh-CN', given);
        const body = feishu.request(card, person, first).body;
        expect(bytes(body)).toBeLessThanOrEqual(30_720);
        const several = feishu.request(card, { ...person, to: ['a', 'b'] }, first).body;
        expect(bytes(several)).toBeLessThanOrEqual(30_720);
        expect(bytes(parse(dingtalk.request(card, employee, first).body)['msgParam'])).toBeLessThanOrEqual(15_000);
        const notice = JSON.parse(wecom.request(card, member, first).body) as { markdown?: { content: string } };
        expect(bytes(notice.markdown?.content)).toBeLessThanOrEqual(2_048);
      }),
      { numRuns: 60 },
    );
  });

  it.each(names)('of many alerts keeps its title: %s', (name) => {
    const cards = Array.from({ length: 40 }, (_, n) => sampleCard('en', { title: `alert ${n} ${'x'.repeat(90)}` }));
    const frame = { id: 'gr_1', locale: 'en', links: { open: 'https://o.example.com/' }, most: 20 } as const;
    const tool: AppChannel = APP_CHANNELS[name];
    const { body } = tool.request(composeSummary(cards, frame), APP_TARGETS[name], first);
    expect(body).toContain('40 customer alerts');
    expect(body).toContain('https://o.example.com/');
  });

  it('has as many buttons in DingTalk as it has links', () => {
    const { acknowledge, snooze, open } = sampleCard('en').links;
    const keyOf = (links: object) => {
      const { msgKey, msgParam } = parse(dingtalk.request(sampleCard('en', { links }), employee, first).body);
      return [msgKey, Object.keys(parse(msgParam!)).filter((name) => /URL/i.test(name))];
    };
    expect(keyOf({})).toEqual(['sampleMarkdown', []]);
    expect(keyOf({ open })).toEqual(['sampleActionCard', ['singleURL']]);
    expect(keyOf({ acknowledge, open })).toEqual(['sampleActionCard2', ['actionURL1', 'actionURL2']]);
    expect(keyOf({ acknowledge, snooze, open })[0]).toBe('sampleActionCard3');
  });

  it('goes where the settings say, and to several people at once', () => {
    const lark = {
      ...person,
      url: 'https://open.larksuite.com',
      receiveIdType: 'open_id',
      to: ['ou_1', 'ou_2'],
    } as const;
    const card = sampleCard('en');
    expect(feishu.askToken(lark).url).toBe('https://open.larksuite.com/open-apis/auth/v3/tenant_access_token/internal');
    const { url, body } = feishu.request(card, lark, first);
    expect(url).toBe('https://open.larksuite.com/open-apis/message/v4/batch_send/');
    expect(JSON.parse(body)).toMatchObject({ open_ids: ['ou_1', 'ou_2'], msg_type: 'interactive', card: {} });
    const mail = feishu.request(card, { ...person, receiveIdType: 'email', to: ['a@b.c'] }, first);
    expect(mail.url).toBe('https://open.feishu.cn/open-apis/im/v1/messages?receive_id_type=email');
    expect(JSON.parse(wecom.request(card, { ...member, to: ['a', 'b'] }, first).body)).toMatchObject({ touser: 'a|b' });
    expect(JSON.parse(dingtalk.request(card, { ...employee, to: ['a', 'b'] }, first).body)).toMatchObject({
      userIds: ['a', 'b'],
    });
  });

  it('is the same to the tool in every attempt of a round, and another when it is sent again', () => {
    const uuid = (to: string, round: number) =>
      parse(feishu.request(sampleCard('en'), { ...person, to: [to] }, { token: 't', round }).body)['uuid']!;
    expect(uuid('a', 0)).toBe(uuid('a', 0));
    expect(new Set([uuid('a', 0), uuid('a', 2), uuid('b', 0)]).size).toBe(3);
    expect(uuid('a', 0).length).toBeLessThanOrEqual(50);
    const check = (round: number) => {
      return parse(wecom.request(sampleCard('en'), member, { token: 't', round }).body)['enable_duplicate_check'];
    };
    expect([check(0), check(1)]).toEqual([1, 0]);
  });
});

describe('a token', () => {
  it('is read with its life, and what is none says why', () => {
    const token = { token: 't-1', lifeMs: 7_200_000 };
    expect(feishu.readToken(answer(200, { code: 0, tenant_access_token: 't-1', expire: 7200 }))).toEqual(token);
    expect(wecom.readToken(answer(200, { errcode: 0, access_token: 't-1', expires_in: 7200 }))).toEqual(token);
    expect(dingtalk.readToken(answer(200, { accessToken: 't-1', expireIn: 7200 }))).toEqual(token);
    for (const none of [
      feishu.readToken(answer(200, { code: 10014, msg: 'app secret invalid' })),
      feishu.readToken(answer(200, { code: 0, tenant_access_token: '' })),
      wecom.readToken(answer(200, { errcode: 40001, errmsg: 'invalid credential' })),
      wecom.readToken(answer(200, { errcode: 0, access_token: 't-1', expires_in: 0 })),
      dingtalk.readToken(answer(400, { code: 'invalidClientIdOrSecret', message: 'no' })),
      dingtalk.readToken(answer(200, '<html>')),
    ])
      expect(none).toMatchObject({ kind: 'retry', reason: expect.stringContaining('answered') });
  });

  it('that is refused is told from a message that is', () => {
    const refusing = [
      feishu.refusesToken(answer(400, { code: 99991663 })),
      feishu.refusesToken(answer(400, { code: 99991661 })),
      wecom.refusesToken(answer(200, { errcode: 40014 })),
      wecom.refusesToken(answer(200, { errcode: 42001 })),
      dingtalk.refusesToken(answer(400, { code: 'InvalidAuthentication' })),
    ];
    expect(refusing).toEqual(refusing.map(() => true));
    const others = [
      feishu.refusesToken(answer(400, { code: 230001 })),
      wecom.refusesToken(answer(200, { errcode: 0 })),
      dingtalk.refusesToken(answer(403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' })),
      dingtalk.refusesToken(answer(502, '<html>')),
    ];
    expect(others).toEqual(others.map(() => false));
  });
});

describe('what an app’s message came to', () => {
  it('says whether to try again, when, or never', () => {
    const read = (code: number, headers = {}) => feishu.read(answer(400, { code, msg: 'm' }, headers), person);
    expect(feishu.read(answer(200, { code: 0, data: { message_id: 'om_1' } }), person)).toEqual({ kind: 'accepted' });
    expect(read(230020)).toMatchObject({ kind: 'retry', afterMs: 1_000 });
    expect(read(99991400, { 'x-ogw-ratelimit-reset': '7' })).toMatchObject({ kind: 'retry', afterMs: 7_000 });
    expect([read(230034).kind, read(230029).kind, read(230025).kind, read(230013).kind, read(1).kind]).toEqual([
      ...['gone', 'gone', 'refused', 'retry', 'retry'],
    ]);
    expect(wecom.read(answer(200, { errcode: 45009 }), member)).toMatchObject({ kind: 'retry', afterMs: 60_000 });
    expect(wecom.read(answer(200, { errcode: 81013 }), member)).toMatchObject({ kind: 'gone' });
    const limit = { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: 'm' };
    expect(dingtalk.read(answer(403, limit), employee)).toMatchObject({ kind: 'retry', afterMs: 1_000 });
    expect(dingtalk.read(answer(200, '<html>proxy</html>'), employee)).toMatchObject({ kind: 'retry' });
    expect(dingtalk.read(answer(200, { processQueryKey: 'k' }), employee)).toEqual({ kind: 'accepted' });
  });

  it('names those that it did not reach, and is given up when that is everybody', () => {
    const to = ['li.wei', 'wang.fang'];
    const wecomMissed = (invaliduser: string) =>
      wecom.read(answer(200, { errcode: 0, errmsg: 'ok', invaliduser }), { ...member, to });
    expect(wecomMissed('')).toEqual({ kind: 'accepted' });
    expect(wecomMissed('wang.fang')).toEqual({ kind: 'refused', reason: 'did not reach wang.fang (invaliduser)' });
    expect(wecomMissed('li.wei|wang.fang')).toMatchObject({ kind: 'gone' });
    expect(wecom.read(answer(200, { errcode: 0, errmsg: 'ok', unlicenseduser: 'li.wei' }), { ...member, to })).toEqual({
      kind: 'refused',
      reason: 'did not reach li.wei (unlicenseduser)',
    });
    const feishuMissed = { code: 0, data: { message_id: 'bm-1', invalid_user_ids: ['wang.fang'] } };
    expect(feishu.read(answer(200, feishuMissed), { ...person, to })).toMatchObject({ kind: 'refused' });
    const dingtalkMissed = (lists: object) =>
      dingtalk.read(answer(200, { processQueryKey: 'k', ...lists }), { ...employee, to });
    expect(dingtalkMissed({ invalidStaffIdList: ['li.wei'] })).toMatchObject({ kind: 'refused' });
    expect(dingtalkMissed({ invalidStaffIdList: to })).toMatchObject({ kind: 'gone' });
    expect(dingtalkMissed({ flowControlledStaffIdList: to })).toMatchObject({ kind: 'retry', afterMs: 60_000 });
    expect(dingtalkMissed({ flowControlledStaffIdList: ['li.wei'] })).toEqual({
      ...{ kind: 'refused', reason: 'did not reach li.wei (flowControlledStaffIdList)' },
    });
  });
});
