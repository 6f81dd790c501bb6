import type { Card } from '../card.js';
import type { Answer, OutgoingRequest, AnswerVerdict } from '../channel.js';
import { readStatus } from '../read-answer.js';
import { SMS_MOST_PARTS, SMS_PARTS } from './sms-limits.js';

/** A provider of text messages that takes JSON over HTTPS. */
export interface SmsProvider {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The provider's document; `{to}` and `{text}` within its texts are replaced. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What an accepted message's answer says, as `field` and value; without it any 2xx is accepted. */
  readonly accepted?: { readonly field: string; readonly value: string };
}

// The basic table of GSM 03.38 without its control characters; anything else takes the message to UCS-2.
const GSM = /^[\n\r A-Za-z0-9@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/;

/** A card as a short text: title, figure and address, of three parts at most; the address is never cut. */
export function renderSms({ title, summary, links }: Card): string {
  const address = links.open ? ` ${links.open}` : '';
  for (const text of [`${title} ${summary}`, title]) {
    const whole = clean(text) + address;
    if (countParts(whole) <= SMS_MOST_PARTS) return whole;
  }
  let letters = [...clean(title)];
  while (letters.length > 0 && countParts(`${letters.join('')}…${address}`) > SMS_MOST_PARTS)
    letters = letters.slice(0, -1);
  return `${letters.join('')}…${address}`;
}

/** How many parts a text is sent in. */
export function countParts(text: string): number {
  const { one, each } = GSM.test(text) ? SMS_PARTS.gsm : SMS_PARTS.unicode;
  return text.length <= one ? 1 : Math.ceil(text.length / each);
}

/** The request that sends a text to a phone number (E.164). */
export function requestSms(provider: SmsProvider, to: string, text: string): OutgoingRequest {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...provider.headers };
  return { url: provider.url, headers, body: JSON.stringify(fill(provider.body, { to, text })) };
}

/** What the provider's answer means; a code of its own in a 200 is a failure when it is not the one that says "accepted". */
export function readSms({ accepted }: SmsProvider, answer: Answer): AnswerVerdict {
  const verdict = readStatus(answer);
  if (verdict.kind !== 'accepted' || !accepted) return verdict;
  const said = fieldOf(answer.body, accepted.field);
  if (said === accepted.value) return { kind: 'accepted' };
  return { kind: 'retry', reason: `answered ${accepted.field} ${said ?? 'nothing'}: ${answer.body.slice(0, 200)}` };
}

function fill(template: unknown, values: Readonly<Record<'to' | 'text', string>>): unknown {
  if (typeof template === 'string') return template.replace(/\{(to|text)\}/g, (_, name: 'to' | 'text') => values[name]);
  if (Array.isArray(template)) return template.map((item) => fill(item, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value, values)]));
}

function fieldOf(body: string, field: string): string | undefined {
  try {
    let value: unknown = JSON.parse(body);
    for (const name of field.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
    return value === undefined ? undefined : String(value);
  } catch {
    return undefined;
  }
}

function clean(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
