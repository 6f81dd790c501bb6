import type { ChannelLimits } from '../channel.js';

/** E-mail. Rates are the sending server's own; this one keeps below what large receivers slow down at. */
export const EMAIL_LIMITS: ChannelLimits = {
  // Gmail cuts what is longer: https://support.google.com/mail/thread/14502123
  bodyBytes: 102 * 1024,
  rates: [{ messages: 10, perMs: 1_000 }],
  source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3',
};

/** Longest header line that RFC 5322 recommends is 78 characters; subjects keep to so many so that phones show them. */
export const EMAIL_SUBJECT = 120;

/** Enhanced status codes (RFC 3463) that say that the mailbox is not there. */
export const EMAIL_GONE = /\b5\.1\.(1|2|3|6|10)\b/;
