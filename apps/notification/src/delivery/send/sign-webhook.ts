import type { OutgoingRequest } from '@orderweave/domain-notification';
import { Webhook } from 'standardwebhooks';

/** What to send, where. */
export interface WebhookMessage {
  readonly url: string;
  readonly secrets: readonly string[];
  /** Standard Webhooks `webhook-id`: the same in every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly body: string;
}

/** The request of a message, signed per Standard Webhooks 1.0 (https://www.standardwebhooks.com) with every live secret. */
export function signWebhook({ url, id, body, secrets }: WebhookMessage, now: number): OutgoingRequest {
  const at = new Date(now);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Orderweave-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
  return { url, headers, body };
}
