import type { ChannelLimits } from '../channel.js';
import type { CodeTable } from '../read-answer.js';

/** Custom bots of Feishu and Lark. Whole and half hours are busy there and answer 11232 more often. */
export const FEISHU_LIMITS: ChannelLimits = {
  bodyBytes: 20 * 1024,
  rates: [
    { messages: 5, perMs: 1_000 },
    { messages: 100, perMs: 60_000 },
  ],
  source: 'https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot',
};

/** A signature's timestamp may be so old, in milliseconds. */
export const FEISHU_SIGNATURE_AGE_MS = 3_600_000;

/** Codes of the same page; they come with status 200 or 400. */
export const FEISHU_CODES: CodeTable = {
  '9499': { kind: 'refused', reason: 'the request is malformed' },
  '11232': { kind: 'retry', reason: 'too many messages', afterMs: 60_000 },
  '11246': { kind: 'refused', reason: 'the card cannot be shown' },
  '19001': { kind: 'gone', reason: 'there is no such bot' },
  '19002': { kind: 'refused', reason: 'the message type is missing' },
  '19021': { kind: 'retry', reason: 'the signature does not match; check the secret' },
  '19022': { kind: 'retry', reason: 'this address is not on the bot’s list' },
  '19024': { kind: 'retry', reason: 'the message lacks the bot’s keyword' },
  '19036': { kind: 'refused', reason: 'the message is too large' },
};
