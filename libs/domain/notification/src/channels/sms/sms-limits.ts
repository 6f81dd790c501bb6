import type { ChannelLimits } from '../channel.js';

/** Text messages through whatever provider: what GSM 03.38 and 03.40 allow in one message of several parts. */
export const SMS_LIMITS: ChannelLimits = {
  bodyBytes: 4096,
  rates: [{ messages: 10, perMs: 1_000 }],
  source: 'https://www.3gpp.org/dynareport/23038.htm',
};

/** Characters in a message of one part, and in each part of a longer one; by alphabet. */
export const SMS_PARTS = { gsm: { one: 160, each: 153 }, unicode: { one: 70, each: 67 } } as const;
/** Every part is paid for, so a message has so many at most. */
export const SMS_MOST_PARTS = 3;
