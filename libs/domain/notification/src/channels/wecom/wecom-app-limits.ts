import type { ChannelLimits } from '../channel.js';
import type { CodeTable } from '../read-answer.js';
import { WECOM_COMMON_CODES } from './wecom-limits.js';

/** Messages of a company's own app in WeCom. What is more than the rates is taken and silently dropped. */
export const WECOM_APP_LIMITS: ChannelLimits = {
  // As of group robots; fields of an app's notices are longer than theirs, so that a robot's notice fits.
  bodyBytes: 4096,
  // To one person: https://developer.work.weixin.qq.com/document/path/90312
  rates: [
    { messages: 30, perMs: 60_000 },
    { messages: 1_000, perMs: 3_600_000 },
  ],
  source: 'https://developer.work.weixin.qq.com/document/path/90236',
};

/** Largest content of a message in markdown, bytes of UTF-8, by the same page. */
export const WECOM_APP_MARKDOWN = 2048;

/** Most people of one call, by the same page. */
export const WECOM_APP_PEOPLE = 1_000;

/** The same document is shown once in so many seconds (the page's default; 4 hours at most). */
export const WECOM_APP_REPEAT_SECONDS = 1_800;

/** The token is missing, wrong or over: https://developer.work.weixin.qq.com/document/path/90313 */
export const WECOM_TOKEN_CODES: ReadonlySet<unknown> = new Set([40014, 41001, 42001]);

/** Codes of an app's messages. */
export const WECOM_APP_CODES: CodeTable = {
  ...WECOM_COMMON_CODES,
  '40056': { kind: 'retry', reason: 'there is no such app; check agentId' },
  '48002': { kind: 'retry', reason: 'the app may not send messages' },
  '60020': { kind: 'retry', reason: 'this address is not on the app’s list of trusted ones' },
  '81013': { kind: 'gone', reason: 'none of these people is there or may use the app' },
  '82001': { kind: 'gone', reason: 'nobody is named' },
  '301002': { kind: 'retry', reason: 'the secret is not that of this app; check agentId' },
};
