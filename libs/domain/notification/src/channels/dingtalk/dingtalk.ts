import { createHmac } from 'node:crypto';
import type { Card } from '../card.js';
import { CARD_WORDS } from '../card-words.js';
import type { ChatChannel } from '../channel.js';
import { cutText, fitCard, jsonBytes } from '../fit-card.js';
import { readCode } from '../read-answer.js';
import { DINGTALK_CODES, DINGTALK_LIMITS } from './dingtalk-limits.js';

/** Custom robots of DingTalk: an action card with a button each. */
export const dingtalk: ChatChannel = {
  name: 'dingtalk',
  limits: DINGTALK_LIMITS,
  request(card, { url, secret }, now) {
    const message = fitCard(card, renderDingTalk, (rendered) => jsonBytes(rendered) <= DINGTALK_LIMITS.bodyBytes);
    const signed = new URL(url);
    if (secret) {
      signed.searchParams.set('timestamp', String(now));
      signed.searchParams.set('sign', signDingTalk(now, secret));
    }
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return { url: signed.href, headers, body: JSON.stringify(message) };
  },
  read: (answer) => readCode(answer, 'errcode', 'errmsg', DINGTALK_CODES),
};

/** A card as an action card of DingTalk: markdown, in which what comes from outside is escaped. */
export function renderDingTalk(card: Card) {
  const words = CARD_WORDS[card.locale];
  const { nextStep, links } = card;
  const part = (heading: string, lines: readonly string[]) =>
    lines.length ? ['', `**${escape(heading)}**`, '', ...lines.map((line) => `- ${escape(line)}`)] : [];
  const title = `${words.severity[card.severity]} · ${card.title}`;
  const text = [
    `### ${escape(title)}`,
    '',
    escape(card.summary),
    '',
    ...card.figures.map(({ label, value }) => `> **${escape(label)}** ${escape(value)}  `),
    ...part(words.why, card.why),
    ...part(nextStep ? `${words.nextStep} · ${nextStep.play}` : '', nextStep?.steps ?? []),
    ...part(words.restore, card.restore),
  ].join('\n');
  const button = (name: string, url: string | undefined) => (url ? [{ title: name, actionURL: url }] : []);
  const btns = [
    ...button(words.acknowledge, links.acknowledge),
    ...button(words.snooze, links.snooze),
    ...button(words.open, links.open),
  ];
  const heading = cutText(title, 60);
  // An action card needs a button, so a card without any is plain markdown.
  if (btns.length === 0) return { msgtype: 'markdown', markdown: { title: heading, text } };
  return { msgtype: 'actionCard', actionCard: { title: heading, text, btnOrientation: '0', btns } };
}

/** Base64 of HMAC-SHA256 over `<timestamp in milliseconds>\n<secret>`, keyed by the secret, as DingTalk documents it. */
export function signDingTalk(timestamp: number, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

/** Markdown that shows as it is written; `@` followed by a zero-width space calls nobody. */
function escape(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]]/g, '\\$&')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '@\u200b');
}
