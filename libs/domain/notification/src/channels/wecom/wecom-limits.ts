import type { ChannelLimits } from '../channel.js';
import type { CodeTable } from '../read-answer.js';

/** Group robots of WeCom. The key in the address is all that protects it. */
export const WECOM_LIMITS: ChannelLimits = {
  // No size is documented for template cards; that of markdown messages is kept to.
  bodyBytes: 4096,
  rates: [{ messages: 20, perMs: 60_000 }],
  source: 'https://developer.work.weixin.qq.com/document/path/99110',
};

/** Most characters and entries of a text notice, as recommended there; what is longer is shown cut off. */
export const WECOM_NOTICE = {
  source: 13,
  title: 26,
  titleDescription: 30,
  quote: 120,
  subTitle: 112,
  facts: 6,
  factName: 5,
  factValue: 26,
  links: 3,
  linkTitle: 13,
} as const;

/** Codes of https://developer.work.weixin.qq.com/document/path/90313 that all its interfaces answer with; they come with status 200. */
export const WECOM_COMMON_CODES: CodeTable = {
  '-1': { kind: 'retry', reason: 'the tool is busy' },
  '40008': { kind: 'refused', reason: 'the message type is unknown' },
  '40058': { kind: 'refused', reason: 'a parameter is wrong' },
  '42045': { kind: 'refused', reason: 'the template card is wrong' },
  '44004': { kind: 'refused', reason: 'the message is empty' },
  '45002': { kind: 'refused', reason: 'the message is too large' },
  '45009': { kind: 'retry', reason: 'too many messages', afterMs: 60_000 },
  '45033': { kind: 'retry', reason: 'too many calls at once', afterMs: 5_000 },
};

/** Codes of a group robot. */
export const WECOM_CODES: CodeTable = {
  ...WECOM_COMMON_CODES,
  '93000': { kind: 'gone', reason: 'there is no such robot' },
  '93008': { kind: 'gone', reason: 'the robot is no longer in the group' },
};
