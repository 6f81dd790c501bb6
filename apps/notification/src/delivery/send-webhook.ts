import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { useAgent } from 'request-filtering-agent';
import { Webhook } from 'standardwebhooks';

/** What to send, where. */
export interface WebhookMessage {
  readonly url: string;
  readonly secrets: readonly string[];
  /** Standard Webhooks `webhook-id`: the same in every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly body: string;
}

/** Limits of sending. */
export interface SendOptions {
  /** Whether private and loopback addresses may be called; for development alone. */
  readonly allowPrivate: boolean;
  /** Wall clock, epoch milliseconds. */
  readonly now: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** How a receiver answered; without a status there was no answer. */
export interface SendResult {
  readonly status: number | null;
  /** Null when the receiver accepted. */
  readonly error: string | null;
}

const TIMEOUT_MS = 10_000;
const MOST_BODY_BYTES = 64 << 10;

/**
 * Sends a message once, signed per Standard Webhooks 1.0 (https://www.standardwebhooks.com) with every live secret. Addresses are
 * checked when the connection is made, redirects are not followed, time and the answer's size are bounded. Never throws.
 */
export async function sendWebhook(message: WebhookMessage, options: SendOptions): Promise<SendResult> {
  const limits = [AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS), ...(options.signal ? [options.signal] : [])];
  try {
    const response = await post(message, options, AbortSignal.any(limits));
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return { status, error: null };
    if (status >= 300 && status < 400) return { status, error: `answered ${status}; redirects are not followed` };
    return { status, error: `answered ${status}` };
  } catch (error) {
    return { status: null, error: explain(error as Error & { code?: string }) };
  }
}

async function post(message: WebhookMessage, options: SendOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(message.url);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const agent = useAgent(message.url, {
    keepAlive: false,
    allowPrivateIPAddress: options.allowPrivate,
    allowMetaIPAddress: options.allowPrivate,
  });
  const body = Buffer.from(message.body);
  const headers = { ...signed(message, options.now), 'content-length': body.length };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request: ClientRequest = send(url, { method: 'POST', agent, headers, signal }, resolve);
    request.on('error', reject);
    request.end(body);
  });
  await discard(response, signal);
  return response;
}

function signed({ id, body, secrets }: WebhookMessage, now: number): Record<string, string> {
  const at = new Date(now);
  return {
    'content-type': 'application/json',
    'user-agent': 'Orderweave-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

/** Reads the answer away, so much of it at most; its content does not matter. */
async function discard(response: IncomingMessage, signal: AbortSignal): Promise<void> {
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BODY_BYTES || signal.aborted) break;
  }
  response.destroy();
}

function explain(error: Error & { code?: string }): string {
  if (error.name === 'TimeoutError' || error.code === 'ABORT_ERR') return 'no answer in time';
  return error.message.slice(0, 500);
}
