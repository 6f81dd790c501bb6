import type { Card } from '../card.js';
import { CARD_WORDS } from '../card-words.js';

const COLOURS = { info: '#2563eb', warning: '#d97706', critical: '#dc2626' } as const;
const FONT = '-apple-system,BlinkMacSystemFont,Segoe UI,PingFang SC,Microsoft YaHei,sans-serif';

/** A card as html that mail programs show alike: one table, styles inline, nothing loaded from elsewhere. */
export function renderHtml(card: Card, unsubscribe: string | undefined): string {
  const words = CARD_WORDS[card.locale];
  const { nextStep, links } = card;
  const colour = COLOURS[card.severity];
  const part = (heading: string, lines: readonly string[]) =>
    lines.length
      ? `<h2 style="font-size:15px;margin:16px 0 4px">${escape(heading)}</h2><ul style="margin:0;padding-left:20px">${lines
          .map((line) => `<li>${escape(line)}</li>`)
          .join('')}</ul>`
      : '';
  const button = (name: string, url: string | undefined, background: string) =>
    url
      ? `<a href="${escape(url)}" style="display:inline-block;margin:0 8px 8px 0;padding:8px 16px;border-radius:6px;color:#fff;background:${background};text-decoration:none">${escape(name)}</a>`
      : '';
  const figures = card.figures
    .map(
      ({ label, value }) =>
        `<tr><td style="color:#6b7280;padding:2px 12px 2px 0">${escape(label)}</td><td>${escape(value)}</td></tr>`,
    )
    .join('');
  return [
    `<!doctype html><html lang="${card.locale}"><head><meta charset="utf-8"><title>${escape(card.title)}</title></head>`,
    `<body style="margin:0;padding:24px;font:15px/1.6 ${FONT};color:#111827">`,
    `<div style="max-width:560px;border-left:4px solid ${colour};padding-left:16px">`,
    `<div style="color:${colour};font-weight:600">${escape(words.severity[card.severity])}</div>`,
    `<h1 style="font-size:20px;margin:4px 0 8px">${escape(card.title)}</h1><p style="margin:0 0 12px">${escape(card.summary)}</p>`,
    figures && `<table role="presentation" style="border-collapse:collapse">${figures}</table>`,
    part(words.why, card.why),
    part(nextStep ? `${words.nextStep} · ${nextStep.play}` : '', nextStep?.steps ?? []),
    part(words.restore, card.restore),
    '<div style="margin-top:20px">',
    button(words.acknowledge, links.acknowledge, colour),
    button(words.snooze, links.snooze, '#4b5563'),
    button(words.open, links.open, '#4b5563'),
    '</div>',
    unsubscribe &&
      `<p style="margin-top:16px;font-size:12px"><a style="color:#6b7280" href="${escape(unsubscribe)}">${escape(words.unsubscribe)}</a></p>`,
    '</div></body></html>',
  ].join('\n');
}

/** Text as html. */
export function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => entities[sign]!);
}
