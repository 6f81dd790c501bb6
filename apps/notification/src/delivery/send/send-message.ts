import {
  CHAT_CHANNELS,
  isChatChannel,
  readSms,
  readWebhook,
  renderEmail,
  renderSms,
  requestSms,
  type Answer,
  type AnswerVerdict,
  type Card,
  type OutgoingRequest,
} from '@orderweave/domain-notification';
import type { EndpointSettings } from '../endpoints/endpoint-settings.js';
import type { EndpointRow } from '../endpoints/endpoint.store.js';
import { postOnce, type SendOptions } from './post-once.js';
import { redactRequest, redactText } from './redact.js';
import { domainOf, sendEmail, type MailSettings } from './send-email.js';
import { signWebhook } from './sign-webhook.js';

/** A message: the card for people, the document for programs. */
export interface Message {
  readonly card: Card;
  /** Body of a Standard Webhook. */
  readonly payload: unknown;
  /** One-click unsubscription, for e-mail. */
  readonly unsubscribe?: string | undefined;
}

/** What came of sending, as it may be kept. */
export interface Sent {
  readonly verdict: AnswerVerdict;
  /** HTTP status or SMTP code; null without an answer. */
  readonly status: number | null;
  readonly request: string;
  readonly response: string | null;
}

/** Sends a message to an endpoint, once. Never throws: what fails is a verdict. */
export async function sendMessage(
  { channel }: Pick<EndpointRow, 'channel'>,
  settings: EndpointSettings[keyof EndpointSettings],
  message: Message,
  options: SendOptions & { readonly mail?: MailSettings | undefined },
): Promise<Sent> {
  const { card } = message;
  if (channel === 'email') return mail(message, settings as EndpointSettings['email'], options.mail);
  if (channel === 'sms') {
    const sms = settings as EndpointSettings['sms'];
    return post(requestSms(sms, sms.to, renderSms(card)), (answer) => readSms(sms, answer), options);
  }
  if (isChatChannel(channel)) {
    const tool = CHAT_CHANNELS[channel];
    return post(tool.request(card, settings as EndpointSettings['feishu'], options.now), tool.read, options);
  }
  const webhook = settings as EndpointSettings['webhook'];
  const signed = signWebhook({ ...webhook, id: card.id, body: JSON.stringify(message.payload) }, options.now);
  return post(signed, readWebhook, options);
}

async function post(
  request: OutgoingRequest,
  read: (answer: Answer) => AnswerVerdict,
  options: SendOptions,
): Promise<Sent> {
  const kept = redactRequest(request.url, request.body);
  const result = await postOnce(request, options);
  if ('failure' in result)
    return { verdict: { kind: 'retry', reason: result.failure }, status: null, request: kept, response: null };
  const { answer } = result;
  return { verdict: read(answer), status: answer.status, request: kept, response: redactText(answer.body) };
}

async function mail(
  { card, unsubscribe }: Message,
  { to }: EndpointSettings['email'],
  settings: MailSettings | undefined,
): Promise<Sent> {
  if (!settings) {
    const reason = 'e-mail is not set up; set SMTP_URL and MAIL_FROM';
    return { verdict: { kind: 'retry', reason }, status: null, request: '', response: null };
  }
  const email = renderEmail(card, { from: settings.from, to, domain: domainOf(settings.from), unsubscribe });
  const { status, response, verdict } = await sendEmail(email, settings);
  return {
    verdict,
    status,
    request: redactText(`${to}\n${email.subject}\n${email.text}`),
    response: redactText(response),
  };
}
