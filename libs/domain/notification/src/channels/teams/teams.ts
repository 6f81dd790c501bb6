import type { Card } from '../card.js';
import { CARD_WORDS } from '../card-words.js';
import type { Answer, ChatChannel, AnswerVerdict } from '../channel.js';
import { fitCard, jsonBytes } from '../fit-card.js';
import { readStatus } from '../read-answer.js';
import { TEAMS_CARD_VERSION, TEAMS_GONE, TEAMS_LIMITS } from './teams-limits.js';

const COLOURS = { info: 'accent', warning: 'warning', critical: 'attention' } as const;

/** Webhooks of Microsoft Teams: an Adaptive Card. The signature of a workflow is in its address. */
export const teams: ChatChannel = {
  name: 'teams',
  limits: TEAMS_LIMITS,
  request(card, { url }) {
    const message = fitCard(card, renderTeams, (rendered) => jsonBytes(rendered) <= TEAMS_LIMITS.bodyBytes);
    return { url, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(message) };
  },
  read,
};

/** A card as an Adaptive Card in the envelope that workflows take. */
export function renderTeams(card: Card) {
  const words = CARD_WORDS[card.locale];
  const { links, nextStep, figures } = card;
  const part = (heading: string, lines: readonly string[]) =>
    lines.length ? [text(heading, { weight: 'bolder', spacing: 'medium' }), ...lines.map((line) => text(line))] : [];
  const action = (title: string, url: string | undefined) => (url ? [{ type: 'Action.OpenUrl', title, url }] : []);
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: TEAMS_CARD_VERSION,
    msteams: { width: 'Full' },
    body: [
      text(words.severity[card.severity], { color: COLOURS[card.severity], weight: 'bolder' }),
      text(card.title, { size: 'large', weight: 'bolder' }),
      text(card.summary),
      { type: 'FactSet', facts: figures.map(({ label, value }) => ({ title: escape(label), value: escape(value) })) },
      ...part(words.why, card.why),
      ...part(nextStep ? `${words.nextStep} · ${nextStep.play}` : '', nextStep?.steps ?? []),
      ...part(words.restore, card.restore),
    ],
    actions: [
      ...action(words.acknowledge, links.acknowledge),
      ...action(words.snooze, links.snooze),
      ...action(words.open, links.open),
    ],
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

function read(answer: Answer): AnswerVerdict {
  const { status, body } = answer;
  // A connector answers 200 and puts the failure of what stands behind it into the text.
  const behind = /HTTP error (\d{3})/.exec(body)?.[1];
  if (status === 200 && behind) return readStatus({ ...answer, status: Number(behind) });
  const code = /"code"\s*:\s*"(\w+)"/.exec(body)?.[1];
  if (code && TEAMS_GONE.has(code)) return { kind: 'gone', reason: `answered ${code}` };
  return readStatus(answer);
}

function text(content: string, more: object = {}) {
  return { type: 'TextBlock', text: escape(content), wrap: true, ...more };
}

/** Text blocks and facts read a little markdown; links and mentions need their signs bare. */
function escape(content: string): string {
  return content
    .replace(/\s+/g, ' ')
    .replace(/[\\*_[\]()`#~]/g, '\\$&')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
