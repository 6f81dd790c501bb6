import { describe, expect, it } from '@jest/globals';
import type { ChannelName } from '@orderweave/domain-notification';
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
    ['feishu-app', { appId: 'cli_1', to: ['li.wei'] }, '/settings'],
    ['wecom-app', { ...wecom, to: ['@all'] }, '/settings/to/0'],
    ['wecom-app', { ...wecom, to: ['li.wei|wang.fang'] }, '/settings/to/0'],
    ['wecom-app', { ...wecom, agentId: '1000002' }, '/settings/agentId'],
    ['dingtalk-app', { ...dingtalk, to: Array.from({ length: 21 }, (_, n) => `p${n}`) }, '/settings/to'],
    ['dingtalk-app', { ...dingtalk, to: ['li.wei', 'li.wei'] }, '/settings/to'],
  ])('name what is wrong: %s %j', (channel, settings, field) =>
    expect(settingsFaults(channel, settings).map((fault) => fault.field)).toContain(field),
  );

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
