import { describe, expect, it } from '@jest/globals';
import type { ChannelName, Locale } from '@orderweave/domain-notification';
import { Problem } from '@orderweave/service';
import { checkSettings } from './check-settings.js';
import { settingsFaults } from './endpoint-settings.js';
import { appOf, shownAddress } from './shown-address.js';

const feishu = { appId: 'cli_1', appSecret: 'env:ENDPOINT_FEISHU_SECRET', to: ['li.wei'] };
const wecom = { corpId: 'corp-1', corpSecret: 's', agentId: 1000002, to: ['li.wei'] };
const dingtalk = { appKey: 'ding-1', appSecret: 's', robotCode: 'ding-1', to: ['li.wei'] };

describe('the settings of an app', () => {
  it.each<[ChannelName, object]>([
    ['feishu-app', feishu],
    ['feishu-app', { ...feishu, url: 'https://open.larksuite.com', receiveIdType: 'chat_id', to: ['oc_1'] }],
    ['feishu-app', { ...feishu, receiveIdType: 'email', to: ['li.wei@example.com'] }],
    ['feishu-app', { ...feishu, receiveIdType: 'open_id', to: ['ou_1', 'ou_2'] }],
    ['wecom-app', { ...wecom, to: ['li.wei', 'wang.fang@corp'] }],
    ['dingtalk-app', { ...dingtalk, to: Array.from({ length: 20 }, (_, n) => `p${n}`) }],
  ])('can be used: %s %j', (channel, settings) => expect(settingsFaults(channel, settings)).toEqual([]));

  it.each<[ChannelName, object, string]>([
    ['feishu-app', { ...feishu, to: [] }, '/settings/to'],
    ['feishu-app', { ...feishu, to: 'li.wei' }, '/settings/to'],
    ['feishu-app', { ...feishu, receiveIdType: 'phone' }, '/settings/receiveIdType'],
    ['feishu-app', { ...feishu, receiveIdType: 'chat_id', to: ['oc_1', 'oc_2'] }, '/settings/to'],
    ['feishu-app', { ...feishu, url: 'https://open.feishu.cn/some/path' }, '/settings/url'],
    ['feishu-app', { ...feishu, url: 'https://user@open.feishu.cn' }, '/settings/url'],
    ['feishu-app', { appId: 'cli_1', to: ['li.wei'] }, '/settings/appSecret'],
    ['feishu-app', { ...feishu, agentId: 1 }, '/settings/agentId'],
    ['wecom-app', { ...wecom, to: ['@all'] }, '/settings/to/0'],
    ['wecom-app', { ...wecom, to: ['li.wei|wang.fang'] }, '/settings/to/0'],
    ['wecom-app', { ...wecom, agentId: '1000002' }, '/settings/agentId'],
    ['dingtalk-app', { ...dingtalk, to: Array.from({ length: 21 }, (_, n) => `p${n}`) }, '/settings/to'],
    ['dingtalk-app', { ...dingtalk, to: ['li.wei', 'li.wei'] }, '/settings/to'],
  ])('name what is wrong: %s %j', (channel, settings, field) =>
    expect(settingsFaults(channel, settings).map((fault) => fault.field)).toContain(field),
  );

  it('are refused in words of either language that say what to do', () => {
    const faultsIn = (locale: Locale, settings: object) => {
      try {
        return checkSettings('wecom-app', settings, locale);
      } catch (error) {
        return (error as Problem).toDocument();
      }
    };
    const wrong = { ...wecom, agentId: 'x', to: [], corpSecret: 'env:DATABASE_URL' };
    expect(faultsIn('zh-CN', wrong)).toMatchObject({
      ...{ status: 400, title: '该接收端不能使用' },
      errors: expect.arrayContaining([
        { field: '/settings/to', rule: '条目太少', remedy: '列出 1 至 1000 个userid，每个只列一次' },
        expect.objectContaining({ field: '/settings/agentId', rule: '类型不对' }),
        expect.objectContaining({ value: 'env:DATABASE_URL', remedy: '请引用名称以 ENDPOINT_ 开头的变量' }),
      ]),
    });
    expect(faultsIn('en', { ...wecom, to: [] })).toMatchObject({
      errors: [{ rule: 'has too few entries', remedy: 'list 1 to 1000 ids (userid), each once' }],
    });
    expect(faultsIn('en', { ...wecom, url: 'http://10.0.0.1' })).toMatchObject({ errors: [{ rule: 'scheme' }] });
    expect(faultsIn('en', wecom)).toEqual(wecom);
  });

  it('show the app and whom it writes to, and no secret', () => {
    expect(shownAddress('feishu-app', feishu)).toBe('feishu-app/cli_1 → li.wei');
    expect(shownAddress('wecom-app', { ...wecom, to: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })).toBe(
      'wecom-app/corp-1/1000002 → a, b, c, d, e +2',
    );
    expect([appOf('dingtalk-app', dingtalk), appOf('dingtalk', { url: 'https://x.y' })]).toEqual([
      ...['dingtalk-app/ding-1', null],
    ]);
  });
});
