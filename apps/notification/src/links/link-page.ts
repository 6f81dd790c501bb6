import { createHash } from 'node:crypto';
import type { Locale } from '@orderweave/domain-notification';
import type { CardAction, LinkOutcome } from './link-acts.js';

interface Words {
  readonly ask: Readonly<Record<CardAction, string>>;
  readonly done: Readonly<Record<CardAction, string>>;
  readonly days: (count: number) => string;
  readonly invalid: string;
  readonly expired: string;
  readonly impossible: string;
}

const WORDS: Readonly<Record<Locale, Words>> = {
  'zh-CN': {
    ask: { acknowledge: '我来跟进', snooze: '稍后提醒', unsubscribe: '不再接收邮件' },
    done: { acknowledge: '已确认跟进。', snooze: '好的，稍后会再次提醒。', unsubscribe: '已停止发送邮件。' },
    days: (count) => `${count} 个工作日后`,
    invalid: '此链接无效。',
    expired: '此链接已过期，请打开收件箱处理。',
    impossible: '该提醒已处理完毕，无需再操作。',
  },
  en: {
    ask: { acknowledge: 'I see to it', snooze: 'Remind me later', unsubscribe: 'Stop the e-mails' },
    done: {
      acknowledge: 'Noted: you see to it.',
      snooze: 'You will be reminded.',
      unsubscribe: 'No more e-mails are sent.',
    },
    days: (count) => (count === 1 ? 'in a working day' : `in ${count} working days`),
    invalid: 'This link is not valid.',
    expired: 'This link has expired; please open the inbox.',
    impossible: 'The alert is settled already.',
  },
};
const SNOOZES = [1, 3, 5];
const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;color:#111827}' +
  'button{font:inherit;padding:.6rem 1.2rem;margin:.3rem .3rem 0 0;border:0;border-radius:.5rem;background:#2563eb;color:#fff}';

/** Lets the page have its one style and send its form to where it came from. */
export const LINK_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page of a link: the question with its button, or what came of it. */
export function renderLinkPage(outcome: LinkOutcome, locale: Locale): string {
  const words = WORDS[locale];
  const body = bodyOf(outcome, words);
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Orderweave</title>`;
  return `<!doctype html><html lang="${locale}"><head>${head}<style>${STYLE}</style></head><body>${body}</body></html>`;
}

function bodyOf(outcome: LinkOutcome, words: Words): string {
  if (outcome.kind === 'done') return `<h1>${words.done[outcome.action]}</h1><p>${escape(outcome.about)}</p>`;
  if (outcome.kind !== 'ask') return `<p>${words[outcome.kind]}</p>`;
  const { action, about } = outcome;
  const choice = (days: number) =>
    `<button name="days" value="${days}">${words.ask.snooze} · ${words.days(days)}</button>`;
  const buttons = action === 'snooze' ? SNOOZES.map(choice).join('') : `<button>${words.ask[action]}</button>`;
  return `<p>${escape(about)}</p><form method="post">${buttons}</form>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => entities[sign]!);
}
