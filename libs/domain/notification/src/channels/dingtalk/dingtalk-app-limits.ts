import type { ChannelLimits } from '../channel.js';
import type { CodeTable } from '../read-answer.js';

/** Messages of the robot of a company's own app in DingTalk to people. */
export const DINGTALK_APP_LIMITS: ChannelLimits = {
  // Of `msgParam`: https://open.dingtalk.com/document/orgapp/the-robot-sends-a-group-message
  bodyBytes: 15_000,
  // Not documented but for those that it says it held back; that of group robots is kept to.
  rates: [{ messages: 20, perMs: 60_000 }],
  // Of each interface and app, in the standard edition: https://open.dingtalk.com/document/orgapp/api-calls-limit
  appRates: [{ messages: 20, perMs: 1_000 }],
  source: 'https://open.dingtalk.com/document/orgapp/chatbots-send-one-on-one-chat-messages-in-batches',
};

/** Most people of one call, by the same page. */
export const DINGTALK_APP_PEOPLE = 20;

/** The token is wrong or over; the codes of the present interface and of the one before it. */
export const DINGTALK_TOKEN_CODES: ReadonlySet<unknown> = new Set(['InvalidAuthentication', 40014, 42001]);

/** Codes that are known for certain; they come with status 400 or 403. Others are tried again. */
export const DINGTALK_APP_CODES: CodeTable = {
  InvalidAuthentication: { kind: 'retry', reason: 'the token is not taken' },
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': {
    kind: 'retry',
    reason: 'the app lacks the permission qyapi_robot_sendmsg',
  },
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': { kind: 'retry', reason: 'too many calls', afterMs: 1_000 },
  'Forbidden.AccessDenied.QpsLimitForApi': { kind: 'retry', reason: 'too many calls', afterMs: 1_000 },
  'invalidParameter.param.invalid': { kind: 'refused', reason: 'a parameter is wrong' },
};

/** Who was held back may be sent a message again after so long. */
export const DINGTALK_HELD_BACK_MS = 60_000;
