import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { chooseLanguage, TenantDirectory } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { type CallerIdentity, Problem } from '@orderweave/service';
import { answerOrders, type OrdersAnswer } from './answer-orders.js';
import { IdempotencyStore, type RememberedAnswer } from './idempotency.store.js';
import { channelOf, judgeSubmission, mayUse } from './judge-submission.js';
import { OrderIntake } from './order-intake.js';
import { readOrdersBody } from './read-orders-body.js';

/** A request to take orders in, as far as it matters. */
export interface OrdersRequest {
  readonly body: unknown;
  readonly caller: CallerIdentity;
  readonly traceparent: string;
  readonly idempotencyKey: string | undefined;
  readonly acceptLanguage: string | undefined;
}

/** Takes the orders of HTTP requests to the gate, and gives a repeated request the answer that it had before. */
@Injectable()
export class OrdersDesk {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDirectory,
    private readonly intake: OrderIntake,
    private readonly answers: IdempotencyStore,
  ) {}

  /** Answers a request once its orders are durable. Throws a `Problem` for a request that cannot be taken at all. */
  async take(request: OrdersRequest): Promise<OrdersAnswer> {
    const { caller, idempotencyKey: key } = request;
    if (key === undefined) return this.admit(request);
    checkKey(key);
    const requestHash = hash('sha256', Buffer.isBuffer(request.body) ? request.body : '', 'hex');
    const before = await this.answers.find(this.database, caller.tenant, key);
    if (before) return replay(before, requestHash);
    const own = await this.admit(request, (answer) => ({ tenant: caller.tenant, key, requestHash, ...answer }));
    // Of two requests that came at once with one key the first to commit is remembered; both get that answer.
    const kept = await this.answers.find(this.database, caller.tenant, key);
    return kept ? replay(kept, requestHash) : own;
  }

  private async admit(
    { body, caller, traceparent, acceptLanguage }: OrdersRequest,
    remember?: (answer: OrdersAnswer) => RememberedAnswer,
  ): Promise<OrdersAnswer> {
    const { single, values, original } = readOrdersBody(body);
    const settings = this.tenants.get(caller.tenant);
    refuseForeignChannels(values, caller);
    const now = Date.now();
    const judged = values.map((value, index) => {
      const { channels } = caller;
      const submission = { settings, source: 'http', value, original: () => original(index), channels, traceparent };
      return judgeSubmission(submission, now);
    });
    const language = chooseLanguage(acceptLanguage);
    const results = await this.intake.submit(
      judged,
      remember && ((durable) => remember(answerOrders(durable, single, language))),
    );
    return answerOrders(results, single, language);
  }
}

function refuseForeignChannels(values: readonly unknown[], { channels, name }: CallerIdentity): void {
  const foreign = new Set(
    values.flatMap((value) => channelOf(value) ?? []).filter((channel) => !mayUse(channels, channel)),
  );
  if (foreign.size === 0) return;
  throw new Problem({
    status: 403,
    code: 'channel-not-allowed',
    title: 'Not allowed for this channel',
    detail: `The key "${name}" may send orders of ${channels.join(', ') || 'no channel'} only; nothing of this request was taken.`,
    faults: [...foreign].map((channel) => ({
      field: 'channel',
      value: channel,
      rule: 'channel-not-allowed',
      remedy: 'use a key for this channel',
    })),
  });
}

function checkKey(key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return;
  throw new Problem({
    status: 400,
    code: 'invalid-idempotency-key',
    title: 'The Idempotency-Key cannot be used',
    faults: [
      { field: 'Idempotency-Key', rule: 'format', remedy: 'send 1 to 255 visible ASCII characters, such as a UUID' },
    ],
  });
}

function replay({ status, response, requestHash }: RememberedAnswer, asked: string): OrdersAnswer {
  if (requestHash === asked) return { status, response };
  throw new Problem({
    status: 422,
    code: 'idempotency-key-reused',
    title: 'The Idempotency-Key belongs to another request',
    detail: 'This key came before with another body. Send a new key with a new request; keys are kept for 24 hours.',
  });
}
