import { createHmac } from 'node:crypto';
import type { Card } from '../card.js';
import { CARD_WORDS } from '../card-words.js';
import type { ChatChannel } from '../channel.js';
import { cutText, fitCard, jsonBytes } from '../fit-card.js';
import { readCode } from '../read-answer.js';
import { FEISHU_CODES, FEISHU_LIMITS } from './feishu-limits.js';

const COLOURS = { info: 'blue', warning: 'orange', critical: 'red' } as const;
/** The signature goes into the body, beside the card. */
const SIGNATURE_BYTES = 100;

/** Custom bots of Feishu and Lark: an interactive card. */
export const feishu: ChatChannel = {
  name: 'feishu',
  limits: FEISHU_LIMITS,
  request(card, { url, secret }, now) {
    const most = FEISHU_LIMITS.bodyBytes - SIGNATURE_BYTES;
    const message = fitCard(card, renderFeishu, (rendered) => jsonBytes(rendered) <= most);
    const timestamp = Math.floor(now / 1000);
    const signed = secret ? { timestamp: String(timestamp), sign: signFeishu(timestamp, secret), ...message } : message;
    return { url, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(signed) };
  },
  read: (answer) => readCode(answer, 'code', 'msg', FEISHU_CODES),
};

/** A card as an interactive card of Feishu; what comes from outside is plain text, so that it can call or link nobody. */
export function renderFeishu(card: Card) {
  const words = CARD_WORDS[card.locale];
  const { nextStep, restore, why, links } = card;
  const button = (text: string, url: string | undefined, type = 'default') =>
    url ? [{ tag: 'button', text: plain(text), type, url }] : [];
  const actions = [
    ...button(words.acknowledge, links.acknowledge, 'primary'),
    ...button(words.snooze, links.snooze),
    ...button(words.open, links.open),
  ];
  const part = (heading: string, lines: readonly string[]) =>
    lines.length ? [{ tag: 'hr' }, block(strong(heading)), ...lines.map((line) => block(plain(line)))] : [];
  const elements = [
    block(plain(card.summary)),
    {
      tag: 'div',
      fields: card.figures.map(({ label, value }) => ({ is_short: true, text: plain(`${label}\n${value}`) })),
    },
    ...part(words.why, why),
    ...part(nextStep ? `${words.nextStep} · ${nextStep.play}` : '', nextStep?.steps ?? []),
    ...part(words.restore, restore),
    ...(actions.length ? [{ tag: 'action', actions }] : []),
  ];
  const title = plain(cutText(`${words.severity[card.severity]} · ${card.title}`, 200));
  const header = { template: COLOURS[card.severity], title };
  return { msg_type: 'interactive', card: { config: { wide_screen_mode: true }, header, elements } };
}

/** Base64 of HMAC-SHA256 over nothing, keyed by `<timestamp in seconds>\n<secret>`, as Feishu documents it. */
export function signFeishu(timestamp: number, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
}

const plain = (content: string) => ({ tag: 'plain_text', content });
const strong = (content: string) => ({ tag: 'lark_md', content: `**${content.replace(/[<>*_~`[\]]/g, ' ')}**` });
const block = (text: object) => ({ tag: 'div', text });
