import type { AppChannel } from './app-channel.js';
import type { ChannelName } from './channel.js';
import { dingtalkApp } from './dingtalk/dingtalk-app.js';
import { feishuApp } from './feishu/feishu-app.js';
import { wecomApp } from './wecom/wecom-app.js';

/** The tools that a company's own app writes to people through. */
export const APP_CHANNELS = {
  'feishu-app': feishuApp,
  'wecom-app': wecomApp,
  'dingtalk-app': dingtalkApp,
} as const satisfies Partial<Record<ChannelName, AppChannel>>;
export type AppChannelName = keyof typeof APP_CHANNELS;

/** Whether a channel is an app that writes to people. */
export function isAppChannel(name: ChannelName): name is AppChannelName {
  return Object.hasOwn(APP_CHANNELS, name);
}
