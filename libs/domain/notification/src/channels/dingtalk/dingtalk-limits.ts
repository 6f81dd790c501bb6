import type { ChannelLimits } from '../channel.js';
import type { CodeTable } from '../read-answer.js';

/** Custom robots of DingTalk. Whoever sends more is silenced for ten minutes. */
export const DINGTALK_LIMITS: ChannelLimits = {
  bodyBytes: 20_000,
  rates: [{ messages: 20, perMs: 60_000 }],
  source: 'https://open.dingtalk.com/document/robots/custom-robot-access',
};

/** A signature's timestamp may be so old, in milliseconds. */
export const DINGTALK_SIGNATURE_AGE_MS = 3_600_000;

/** Codes of the same page; they come with status 200. */
export const DINGTALK_CODES: CodeTable = {
  '40035': { kind: 'refused', reason: 'a parameter is wrong' },
  '400013': { kind: 'gone', reason: 'the group was dissolved' },
  '400101': { kind: 'gone', reason: 'there is no such robot' },
  '400102': { kind: 'retry', reason: 'the robot is switched off' },
  '400105': { kind: 'refused', reason: 'the message type is unknown' },
  '300001': { kind: 'gone', reason: 'there is no such robot' },
  '300005': { kind: 'gone', reason: 'there is no such robot' },
  '310000': { kind: 'retry', reason: 'signature, keyword or address was refused; check the robot’s security settings' },
  '410100': { kind: 'retry', reason: 'too many messages', afterMs: 600_000 },
  '430101': { kind: 'refused', reason: 'the message holds an unsafe link' },
  '430104': { kind: 'refused', reason: 'the message holds unwanted words' },
  '130101': { kind: 'retry', reason: 'too many messages', afterMs: 600_000 },
  '90030': { kind: 'retry', reason: 'the number of calls is used up', afterMs: 3_600_000 },
};
