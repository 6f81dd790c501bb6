import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Answer, OutgoingRequest } from '@orderweave/domain-notification';
import { useAgent } from 'request-filtering-agent';

/** Limits of sending. */
export interface SendOptions {
  /** Whether private and loopback addresses may be called; for development alone. */
  readonly allowPrivate: boolean;
  /** Wall clock, epoch milliseconds. */
  readonly now: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** How the receiver answered, or why there is no answer. */
export type PostResult = { readonly answer: Answer } | { readonly failure: string };

const TIMEOUT_MS = 10_000;
const MOST_BODY_BYTES = 64 << 10;

/**
 * Asks once. Addresses are checked when the connection is made, redirects are not followed, time and the answer's size are
 * bounded. Never throws.
 */
export async function postOnce(request: OutgoingRequest, options: SendOptions): Promise<PostResult> {
  const limits = [AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS), ...(options.signal ? [options.signal] : [])];
  const signal = AbortSignal.any(limits);
  try {
    const response = await post(request, options, signal);
    const headers = response.headers as Record<string, string | undefined>;
    return { answer: { status: response.statusCode ?? 0, headers, body: await readSome(response, signal) } };
  } catch (error) {
    return { failure: explain(error as Error & { code?: string }) };
  }
}

async function post(message: OutgoingRequest, options: SendOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(message.url);
  if (url.protocol !== 'https:' && !(options.allowPrivate && url.protocol === 'http:'))
    throw new Error(`${url.protocol} is not allowed; use https`);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const agent = useAgent(message.url, {
    keepAlive: false,
    allowPrivateIPAddress: options.allowPrivate,
    allowMetaIPAddress: options.allowPrivate,
  });
  const body = Buffer.from(message.body);
  const headers = { 'user-agent': 'Orderweave/1', ...message.headers, 'content-length': body.length };
  return new Promise<IncomingMessage>((resolve, reject) => {
    const { method = 'POST' } = message;
    const request: ClientRequest = send(url, { method, agent, headers, signal }, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

/** The beginning of the answer's text; the rest is not waited for. */
async function readSome(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BODY_BYTES || signal.aborted) break;
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, MOST_BODY_BYTES).toString();
}

function explain(error: Error & { code?: string }): string {
  if (error.name === 'TimeoutError' || error.code === 'ABORT_ERR') return 'no answer in time';
  return error.message.slice(0, 500);
}
