import {
  APP_CHANNELS,
  CHAT_CHANNELS,
  isAppChannel,
  isChatChannel,
  readSms,
  readWebhook,
  renderEmail,
  renderSms,
  requestSms,
  type Card,
} from '@orderweave/domain-notification';
import type { EndpointSettings } from '../endpoints/endpoint-settings.js';
import type { EndpointRow } from '../endpoints/endpoint.store.js';
import type { AppTokens } from './app-tokens.js';
import { postMessage, type Sent } from './post-message.js';
import type { SendOptions } from './post-once.js';
import { redactText } from './redact.js';
import { sendByApp } from './send-by-app.js';
import { domainOf, sendEmail, type MailSettings } from './send-email.js';
import { signWebhook } from './sign-webhook.js';

/** A message: the card for people, the document for programs. */
export interface Message {
  readonly card: Card;
  /** Body of a Standard Webhook. */
  readonly payload: unknown;
  /** One-click unsubscription, for e-mail. */
  readonly unsubscribe?: string | undefined;
  /** Attempts before it was sent again on purpose; 0 the first time. */
  readonly round: number;
}

/** Limits of sending, and what this process has for it. */
export interface Senders extends SendOptions {
  readonly mail?: MailSettings | undefined;
  readonly tokens: AppTokens;
}

/** Sends a message to an endpoint, once. Never throws: what fails is a verdict. */
export async function sendMessage(
  { id, channel }: Pick<EndpointRow, 'id' | 'channel'>,
  settings: EndpointSettings[keyof EndpointSettings],
  message: Message,
  options: Senders,
): Promise<Sent> {
  const { card } = message;
  if (channel === 'email') return mail(id, message, settings as EndpointSettings['email'], options.mail);
  if (channel === 'sms') {
    const sms = settings as EndpointSettings['sms'];
    return postMessage(requestSms(sms, sms.to, renderSms(card)), (answer) => readSms(sms, answer), options);
  }
  if (isChatChannel(channel)) {
    const tool = CHAT_CHANNELS[channel];
    return postMessage(tool.request(card, settings as EndpointSettings['feishu'], options.now), tool.read, options);
  }
  if (isAppChannel(channel))
    return sendByApp(APP_CHANNELS[channel], settings as EndpointSettings['feishu-app'], message, options);
  const webhook = settings as EndpointSettings['webhook'];
  const signed = signWebhook({ ...webhook, id: card.id, body: JSON.stringify(message.payload) }, options.now);
  return postMessage(signed, readWebhook, options);
}

async function mail(
  place: string,
  { card, round, unsubscribe }: Message,
  { to }: EndpointSettings['email'],
  settings: MailSettings | undefined,
): Promise<Sent> {
  if (!settings) {
    const reason = 'e-mail is not set up; set SMTP_URL and MAIL_FROM';
    return { verdict: { kind: 'retry', reason }, status: null, request: '', response: null };
  }
  const { from } = settings;
  const email = renderEmail(card, { from, to, domain: domainOf(from), place, round, unsubscribe });
  const { status, response, verdict } = await sendEmail(email, settings);
  return {
    verdict,
    status,
    request: redactText(`${to}\n${email.subject}\n${email.text}`),
    response: redactText(response),
  };
}
