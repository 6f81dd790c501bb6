import type { Answer, AnswerVerdict, OutgoingRequest } from '@orderweave/domain-notification';
import { postOnce, type SendOptions } from './post-once.js';
import { redactRequest, redactText } from './redact.js';

/** What came of sending, as it may be kept. */
export interface Sent {
  readonly verdict: AnswerVerdict;
  /** HTTP status or SMTP code; null without an answer. */
  readonly status: number | null;
  readonly request: string;
  readonly response: string | null;
}

/** Makes a request and reads its answer; what is kept of both holds no secret. Never throws. */
export async function postMessage(
  request: OutgoingRequest,
  read: (answer: Answer) => AnswerVerdict,
  options: SendOptions,
): Promise<Sent> {
  const kept = redactRequest(request);
  const result = await postOnce(request, options);
  if ('failure' in result)
    return { verdict: { kind: 'retry', reason: result.failure }, status: null, request: kept, response: null };
  const { answer } = result;
  return { verdict: read(answer), status: answer.status, request: kept, response: redactText(answer.body) };
}
