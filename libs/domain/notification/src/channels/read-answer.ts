import type { Answer, AnswerVerdict } from './channel.js';

/** What a tool's own error code means, whatever the status that it came with. */
export type CodeTable = Readonly<Record<string, AnswerVerdict>>;

const MOST_QUOTED = 200;
const MOST_WAIT_MS = 24 * 3_600_000;

/** The meaning of an answer by its HTTP status alone; a body that a tool would answer to nothing else than our fault is `refused`. */
export function readStatus({ status, headers, body }: Answer): AnswerVerdict {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  const said = body ? `: ${body.slice(0, MOST_QUOTED)}` : '';
  if (status >= 300 && status < 400) return { kind: 'retry', reason: `answered ${status}; redirects are not followed` };
  if (status === 410) return { kind: 'gone', reason: 'the receiver answered 410 Gone' };
  const reason = `answered ${status}${said}`;
  if (status === 429 || status === 503) return { kind: 'retry', reason, ...retryAfter(headers['retry-after']) };
  return status === 400 || status === 413 || status === 422 ? { kind: 'refused', reason } : { kind: 'retry', reason };
}

/** The meaning of an answer whose JSON carries a code: that of the table, else of any other code "again later". */
export function readCode(answer: Answer, field: string, message: string, codes: CodeTable): AnswerVerdict {
  const document = parseAnswer(answer.body);
  const code = document?.[field];
  if (code === undefined) {
    const verdict = readStatus(answer);
    // An answer of 200 that is not the tool's own comes from something in between.
    return verdict.kind === 'accepted' ? { kind: 'retry', reason: `answered 200 without ${field}` } : verdict;
  }
  if (code === 0) return { kind: 'accepted' };
  const reason = `answered ${field} ${String(code)}: ${String(document?.[message] ?? '').slice(0, MOST_QUOTED)}`;
  const known = codes[String(code)];
  return known && known.kind !== 'accepted'
    ? { ...known, reason: `${reason} (${known.reason})` }
    : { kind: 'retry', reason };
}

/** `Retry-After` in seconds; its other form, a date, is told by no tool here and read as none. At most a day. */
export function retryAfter(header: string | undefined): { afterMs?: number } {
  const seconds = Number(header);
  if (!header || !Number.isFinite(seconds) || seconds < 0) return {};
  return { afterMs: Math.min(seconds * 1000, MOST_WAIT_MS) };
}

/** An answer's JSON object; undefined when it is none. */
export function parseAnswer(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
