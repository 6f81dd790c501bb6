import { Injectable } from '@nestjs/common';
import type { RecordedFeedback } from '@orderweave/contracts';
import { chooseLanguage, TenantDirectory, type Language, type RevisionResult } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { Problem, type CallerIdentity } from '@orderweave/service';
import { Counter } from 'prom-client';
import { channelOf, mayUse } from '../orders/judge-submission.js';
import { type FeedbackFault, wordFeedbackFault } from './feedback-fault.js';
import { FeedbackGate } from './feedback-gate.js';
import { judgeFeedbackSubmission, type JudgedSubmission } from './judge-feedback-submission.js';
import { readFeedbackBody } from './read-feedback-body.js';

const taken = new Counter({
  name: 'orderweave_feedback_total',
  help: 'Feedback submissions by kind and by what became of them',
  labelNames: ['kind', 'result'],
});

/** A request to take feedback in, as far as it matters. */
export interface FeedbackRequest {
  readonly body: unknown;
  readonly caller: CallerIdentity;
  readonly traceparent: string;
  readonly acceptLanguage: string | undefined;
}

/** What became of one word of feedback, as the API says it. */
export interface FeedbackAnswer {
  readonly index: number;
  readonly result: RevisionResult | 'refused';
  /** `<channel>/<feedback id>`. */
  readonly feedback?: string;
  readonly revision?: RecordedFeedback['revision'];
  readonly faults?: readonly object[];
  readonly warnings?: readonly object[];
}

/** Takes the feedback of HTTP requests to the gate. What is refused is not kept: it may be personal, and the sender has it. */
@Injectable()
export class FeedbackDesk {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDirectory,
    private readonly gate: FeedbackGate,
  ) {}

  /** Answers a request once its feedback is durable. Throws a `Problem` for one that cannot be taken, or whose only feedback is refused. */
  async take({ body, caller, traceparent, acceptLanguage }: FeedbackRequest): Promise<FeedbackAnswer[]> {
    const { single, values } = readFeedbackBody(body);
    refuseForeignChannels(values, caller);
    const terms = { settings: this.tenants.get(caller.tenant), channels: caller.channels, now: Date.now() };
    const judged = values.map((value) => judgeFeedbackSubmission(value, terms));
    const language = chooseLanguage(acceptLanguage);
    if (single && judged[0]?.faults) throw refusal(judged[0].faults, language);
    const sound = judged.flatMap(({ feedback }) => feedback ?? []);
    const results = await this.database.transaction((tx) => this.gate.admit(tx, sound, { traceparent }));
    return answersOf(judged, results, language);
  }
}

function answersOf(
  judged: readonly JudgedSubmission[],
  results: readonly RevisionResult[],
  language: Language,
): FeedbackAnswer[] {
  const next = results.values();
  const word = (faults: readonly FeedbackFault[]) => faults.map((fault) => wordFeedbackFault(fault, language));
  return judged.map((one, index): FeedbackAnswer => {
    const result = one.feedback ? (next.next().value ?? 'accepted') : 'refused';
    taken.inc({ kind: one.feedback?.kind ?? 'unknown', result });
    if (!one.feedback) return { index, result, faults: word(one.faults) };
    const { channel, feedbackId, revision } = one.feedback;
    const warnings = one.warnings.length > 0 && { warnings: word(one.warnings) };
    return { index, result, feedback: `${channel}/${feedbackId}`, revision, ...warnings };
  });
}

function refusal(faults: readonly FeedbackFault[], language: Language): Problem {
  const chinese = language === 'zh-CN';
  const count = faults.length;
  taken.inc({ kind: 'unknown', result: 'refused' });
  return new Problem({
    status: 422,
    code: 'feedback-refused',
    title: chinese ? '反馈有误，未保存' : 'The feedback has faults and was not kept',
    detail: chinese
      ? `共 ${count} 处错误，详见 errors；更正后重新发送即可。`
      : `${count} fault${count === 1 ? '' : 's'}, see errors. Correct the feedback and send it again.`,
    faults: faults.map((fault) => wordFeedbackFault(fault, language)),
  });
}

function refuseForeignChannels(values: readonly unknown[], { channels, name }: CallerIdentity): void {
  const named = values.flatMap((value) => channelOf(value) ?? []);
  const foreign = new Set(named.filter((channel) => !mayUse(channels, channel)));
  if (foreign.size === 0) return;
  throw new Problem({
    status: 403,
    code: 'channel-not-allowed',
    title: 'Not allowed for this channel',
    detail: `The key "${name}" may send feedback of ${channels.join(', ') || 'no channel'} only; nothing of this request was taken.`,
    faults: [...foreign].map((channel) => ({
      ...{ field: 'channel', value: channel },
      ...{ rule: 'channel-not-allowed', remedy: 'use a key for this channel' },
    })),
  });
}
