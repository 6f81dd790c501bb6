import type { Locale } from '../locale.js';
import type { Card, CardLinks } from './card.js';

interface SummaryWords {
  readonly title: (count: number) => string;
  readonly summary: (critical: number, warning: number, info: number) => string;
  readonly more: (count: number) => string;
}

const WORDS: Readonly<Record<Locale, SummaryWords>> = {
  'zh-CN': {
    title: (count) => `${count} 条客户提醒`,
    summary: (critical, warning, info) => `紧急 ${critical} 条，提醒 ${warning} 条，提示 ${info} 条。`,
    more: (count) => `另有 ${count} 条，请打开收件箱查看`,
  },
  en: {
    title: (count) => `${count} customer alerts`,
    summary: (critical, warning, info) => `${critical} urgent, ${warning} warnings, ${info} for information.`,
    more: (count) => `and ${count} more in the inbox`,
  },
};
const RANK = { critical: 0, warning: 1, info: 2 } as const;

/** What makes many cards one: its id, language, button, and how many of the cards are told in words. */
export interface SummaryFrame {
  readonly id: string;
  readonly locale: Locale;
  readonly links: CardLinks;
  readonly most: number;
}

/** Several cards as one: a line each, the most urgent first; beyond `most` their number alone, so that a storm is one message. */
export function composeSummary(cards: readonly Card[], { id, locale, links, most }: SummaryFrame): Card {
  const words = WORDS[locale];
  const sorted = [...cards].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  const count = (severity: Card['severity']) => cards.filter((card) => card.severity === severity).length;
  const lines = sorted.slice(0, most).map(({ title, summary }) => `${title} — ${summary}`);
  const more = sorted.length > most ? [words.more(sorted.length - most)] : [];
  return {
    ...{ id, locale, links, severity: sorted[0]?.severity ?? 'info' },
    title: words.title(cards.length),
    summary: words.summary(count('critical'), count('warning'), count('info')),
    ...{ figures: [], why: [...lines, ...more], nextStep: null, restore: [] },
  };
}
