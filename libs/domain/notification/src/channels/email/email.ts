import type { Card } from '../card.js';
import { CARD_WORDS } from '../card-words.js';
import type { AnswerVerdict } from '../channel.js';
import { cutText, fitCard } from '../fit-card.js';
import { EMAIL_GONE, EMAIL_LIMITS, EMAIL_SUBJECT } from './email-limits.js';
import { renderHtml } from './render-html.js';

/** Who sends and who receives an e-mail. */
export interface EmailEnvelope {
  /** `Name <address>` or an address. */
  readonly from: string;
  readonly to: string;
  /** Domain of message and list ids. */
  readonly domain: string;
  /** Id of the place that it is for. */
  readonly place: string;
  /** As `Message.round`: which telling of the card it is, 0 for the first. */
  readonly round: number;
  /** One-click unsubscription (RFC 8058). */
  readonly unsubscribe?: string | undefined;
}

/** A message with two parts that say the same. */
export interface RenderedEmail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same in every attempt of a telling, so that a receiver shows it once; another one for each place and telling, so that it shows each. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A card as an e-mail: text and html, list headers by RFC 2369, 2919 and 8058, no automatic answers (RFC 3834). */
export function renderEmail(card: Card, envelope: EmailEnvelope): RenderedEmail {
  const { from, to, domain, place, round, unsubscribe } = envelope;
  const words = CARD_WORDS[card.locale];
  const idOf = (...parts: readonly (string | number)[]) => `<${parts.join('.').replace(/[^\w.-]/g, '')}@${domain}>`;
  const first = idOf(card.id, place);
  const bodies = fitCard(
    card,
    (short) => ({ text: renderText(short, unsubscribe), html: renderHtml(short, unsubscribe) }),
    ({ text, html }) => Buffer.byteLength(text) + Buffer.byteLength(html) <= EMAIL_LIMITS.bodyBytes,
  );
  return {
    from,
    to,
    subject: cutText(oneLine(`[${words.severity[card.severity]}] ${card.title}`), EMAIL_SUBJECT),
    ...bodies,
    messageId: round === 0 ? first : idOf(card.id, place, round),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': card.locale,
      // Mail programs put what is told again below what was told first.
      ...(round > 0 && { 'In-Reply-To': first, References: first }),
      'List-Id': `Orderweave alerts <alerts.${domain}>`,
      ...(unsubscribe && {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
      ...(card.severity === 'critical' && { Importance: 'high' }),
    },
  };
}

/** What a server's reply means (RFC 5321: 4yz again later, 5yz never). Without a code there was no reply. */
export function readReply(code: number | undefined, reply: string): AnswerVerdict {
  const reason = code ? `answered ${code}: ${oneLine(reply).slice(0, 200)}` : oneLine(reply).slice(0, 200);
  if (code !== undefined && code >= 200 && code < 300) return { kind: 'accepted' };
  if (code === undefined || code < 500) return { kind: 'retry', reason };
  // A refused login (530–535) is a matter of configuration, which somebody may mend.
  if (code >= 530 && code <= 538) return { kind: 'retry', reason };
  return EMAIL_GONE.test(reply) ? { kind: 'gone', reason } : { kind: 'refused', reason };
}

function renderText(card: Card, unsubscribe: string | undefined): string {
  const words = CARD_WORDS[card.locale];
  const { nextStep, links } = card;
  const part = (heading: string, lines: readonly string[]) =>
    lines.length ? ['', heading, ...lines.map((line) => `- ${oneLine(line)}`)] : [];
  const link = (name: string, url: string | undefined) => (url ? [`${name}: ${url}`] : []);
  return [
    oneLine(card.title),
    '',
    oneLine(card.summary),
    '',
    ...card.figures.map(({ label, value }) => `${label}: ${oneLine(value)}`),
    ...part(words.why, card.why),
    ...part(nextStep ? `${words.nextStep} · ${nextStep.play}` : '', nextStep?.steps ?? []),
    ...part(words.restore, card.restore),
    '',
    ...link(words.acknowledge, links.acknowledge),
    ...link(words.snooze, links.snooze),
    ...link(words.open, links.open),
    ...(unsubscribe ? ['', `${words.unsubscribe}: ${unsubscribe}`] : []),
  ].join('\n');
}

/** Text without line breaks, which would end a header. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
