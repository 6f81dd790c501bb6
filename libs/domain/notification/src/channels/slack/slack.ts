import type { Card } from '../card.js';
import { CARD_WORDS } from '../card-words.js';
import type { Answer, ChatChannel, AnswerVerdict } from '../channel.js';
import { cutText, fitCard, jsonBytes } from '../fit-card.js';
import { readStatus } from '../read-answer.js';
import { SLACK_BLOCKS, SLACK_ERRORS, SLACK_LIMITS } from './slack-limits.js';

const ICONS = { info: '🔵', warning: '🟠', critical: '🔴' } as const;

/** Incoming webhooks of Slack: Block Kit. */
export const slack: ChatChannel = {
  name: 'slack',
  limits: SLACK_LIMITS,
  request(card, { url }) {
    const message = fitCard(card, renderSlack, (rendered) => jsonBytes(rendered) <= SLACK_LIMITS.bodyBytes);
    return { url, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(message) };
  },
  read,
};

/** A card as blocks; `text` is what a notification shows. */
export function renderSlack(card: Card) {
  const words = CARD_WORDS[card.locale];
  const { links, nextStep, figures } = card;
  const part = (heading: string, lines: readonly string[]) =>
    lines.length ? [section(`*${escape(heading)}*\n${lines.map((line) => `• ${escape(line)}`).join('\n')}`)] : [];
  const button = (id: string, text: string, url: string | undefined, style?: 'primary') =>
    url
      ? [{ type: 'button', action_id: id, text: plain(text, SLACK_BLOCKS.button), url, ...(style && { style }) }]
      : [];
  const elements = [
    ...button('acknowledge', words.acknowledge, links.acknowledge, 'primary'),
    ...button('snooze', words.snooze, links.snooze),
    ...button('open', words.open, links.open),
  ];
  const facts = figures.slice(0, SLACK_BLOCKS.fields).map(({ label, value }) => ({
    ...markdown(`*${escape(label)}*\n${escape(value)}`, SLACK_BLOCKS.field),
  }));
  return {
    text: `${ICONS[card.severity]} ${escape(cutText(card.title, 200))} — ${escape(cutText(card.summary, 300))}`,
    blocks: [
      { type: 'header', text: plain(`${ICONS[card.severity]} ${card.title}`, SLACK_BLOCKS.header) },
      section(escape(card.summary)),
      ...(facts.length ? [{ type: 'section', fields: facts }] : []),
      ...part(words.why, card.why),
      ...part(nextStep ? `${words.nextStep} · ${nextStep.play}` : '', nextStep?.steps ?? []),
      ...part(words.restore, card.restore),
      ...(elements.length ? [{ type: 'actions', elements }] : []),
    ],
  };
}

function read(answer: Answer): AnswerVerdict {
  const error = answer.body.trim();
  if (answer.status === 200)
    return error === 'ok' ? { kind: 'accepted' } : { kind: 'retry', reason: `answered ${error}` };
  const known = SLACK_ERRORS[error];
  if (!known || known.kind === 'accepted') return readStatus(answer);
  return { ...known, reason: `answered ${error} (${known.reason})` };
}

/** The three signs that mean something in Slack's text; so nobody can be called by a customer's name. */
function escape(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const plain = (text: string, most: number) => ({ type: 'plain_text', text: cutText(text, most), emoji: true });
const markdown = (text: string, most: number) => ({ type: 'mrkdwn', text: cutText(text, most) });
const section = (text: string) => ({ type: 'section', text: markdown(text, SLACK_BLOCKS.section) });
