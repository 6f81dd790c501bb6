import { Problem } from '@orderweave/service';

/** Words of feedback that one request may carry. */
export const MOST_FEEDBACK = 100;

/** The feedback of a request. */
export interface FeedbackBody {
  /** One by itself, not a list: its faults make the whole request fail. */
  readonly single: boolean;
  readonly values: readonly unknown[];
}

/** Reads a body: one word of feedback, a list, or `{"feedback": [...]}`. Throws a `Problem` for what is none of them. */
export function readFeedbackBody(body: unknown): FeedbackBody {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw refuse('empty-body', 'The request has no body', 'send feedback as JSON');
  const value = parse(body);
  const named = (value as { feedback?: unknown } | null)?.feedback;
  const list: unknown = Array.isArray(value) ? value : named;
  if (!Array.isArray(list)) return { single: true, values: [value] };
  if (list.length === 0) throw refuse('no-feedback', 'The list of feedback is empty', 'send at least one');
  if (list.length > MOST_FEEDBACK) {
    const title = `The request has ${list.length} words of feedback`;
    throw refuse('too-much-feedback', title, `send at most ${MOST_FEEDBACK} at once`, 413);
  }
  return { single: false, values: list as unknown[] };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's message quotes the body, which may be what a customer wrote.
    throw refuse('not-json', 'The body is not JSON', 'send JSON in UTF-8');
  }
}

function refuse(code: string, title: string, remedy: string, status = 400): Problem {
  return new Problem({ status, code, title, faults: [{ field: '', rule: code, remedy }] });
}
