import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Card, Locale } from '@orderweave/domain-notification';
import type { DeliveryParts } from '../deliver-alert.js';
import { DELIVERY_PARTS } from '../delivery-parts.js';
import { sendMessage } from '../send/send-message.js';
import { testPayload } from '../send/webhook-payload.js';
import type { EndpointTestResult } from './endpoint-dto.js';
import type { EndpointRow } from './endpoint.store.js';

const WORDS: Readonly<Record<Locale, readonly [string, string]>> = {
  'zh-CN': ['连接成功', '此处将收到 Orderweave 的客户提醒。'],
  en: ['It works', 'Orderweave will send its customer alerts here.'],
};

/** Sends a message to an endpoint at once, beside the queue. */
@Injectable()
export class EndpointTester {
  constructor(@Inject(DELIVERY_PARTS) private readonly parts: DeliveryParts) {}

  /** Sends a test message and tells how it was taken; never throws for what the receiver does. */
  async test(endpoint: EndpointRow): Promise<EndpointTestResult> {
    const { registry, allowPrivate, mail, tokens } = this.parts;
    const now = this.parts.now();
    const payload = testPayload(endpoint.tenant, now);
    const result = await registry.settings(endpoint).then(
      (settings) =>
        sendMessage(
          endpoint,
          settings,
          { card: testCard(endpoint.locale), payload, round: 0 },
          { allowPrivate, mail, tokens, now },
        ),
      (error: Error) => ({ verdict: { kind: 'retry', reason: error.message } as const, status: null }),
    );
    const { verdict, status } = result;
    const error = verdict.kind === 'accepted' ? null : verdict.reason;
    return { delivered: error === null, status, error, latencyMs: this.parts.now() - now };
  }
}

function testCard(locale: Locale): Card {
  const [title, summary] = WORDS[locale];
  const nothing = { figures: [], why: [], nextStep: null, restore: [], links: {} };
  return { id: `test_${randomUUID()}`, locale, severity: 'info', title, summary, ...nothing };
}
