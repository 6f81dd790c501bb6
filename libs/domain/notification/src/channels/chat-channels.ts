import { APP_CHANNELS, isAppChannel } from './app-channels.js';
import type { ChannelLimits, ChannelName, ChatChannel } from './channel.js';
import { dingtalk } from './dingtalk/dingtalk.js';
import { EMAIL_LIMITS } from './email/email-limits.js';
import { feishu } from './feishu/feishu.js';
import { slack } from './slack/slack.js';
import { SMS_LIMITS } from './sms/sms-limits.js';
import { teams } from './teams/teams.js';
import { WEBHOOK_LIMITS } from './webhook/webhook-limits.js';
import { wecom } from './wecom/wecom.js';

/** The tools that take one JSON document an alert. */
export const CHAT_CHANNELS = { feishu, wecom, dingtalk, slack, teams } as const satisfies Partial<
  Record<ChannelName, ChatChannel>
>;
export type ChatChannelName = keyof typeof CHAT_CHANNELS;

/** Whether a channel is a chat tool. */
export function isChatChannel(name: ChannelName): name is ChatChannelName {
  return Object.hasOwn(CHAT_CHANNELS, name);
}

/** What a channel allows. */
export function limitsOf(name: ChannelName): ChannelLimits {
  if (isChatChannel(name)) return CHAT_CHANNELS[name].limits;
  if (isAppChannel(name)) return APP_CHANNELS[name].limits;
  return { webhook: WEBHOOK_LIMITS, email: EMAIL_LIMITS, sms: SMS_LIMITS }[name];
}
