import type { Answer, ChannelLimits, AnswerVerdict } from '../channel.js';
import { readStatus } from '../read-answer.js';

/** Standard Webhooks 1.0: payloads below 20 KB are advised; rates are the receiver's own, told by 429. */
export const WEBHOOK_LIMITS: ChannelLimits = {
  bodyBytes: 1024 * 1024,
  rates: [{ messages: 50, perMs: 1_000 }],
  source: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
};

/** By the specification any 2xx is accepted, 410 disables, and everything else is tried again. */
export function readWebhook(answer: Answer): AnswerVerdict {
  const verdict = readStatus(answer);
  return verdict.kind === 'refused' ? { kind: 'retry', reason: verdict.reason } : verdict;
}
