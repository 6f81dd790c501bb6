import { formatDay, type Day } from '@orderweave/domain-ordering';
import type { Card, CardLinks } from '../channels/card.js';
import type { Locale, Wording } from '../locale.js';
import { showDay } from '../rendering/format-values.js';
import { TASK_KIND_WORDS } from './task-words.js';
import type { TaskKind } from './task-life.js';

/** A task as a reminder speaks of it. */
export interface OverdueTask {
  readonly customer: string;
  readonly kind: TaskKind;
  readonly text: Wording;
  readonly day: Day;
  readonly assignee: string | null;
}

/** Whom a reminder is for, and how it is named. */
export interface OverdueFrame {
  readonly id: string;
  readonly locale: Locale;
  /** Whether the tasks are the reader's own, or those of people whom the reader answers for. */
  readonly of: 'own' | 'team';
  /** How many there are; the oldest ten of them are given at least. */
  readonly count: number;
  readonly links: CardLinks;
}

/** Told in words; of the others their number. */
export const MOST_OVERDUE_LINES = 10;
const WORDS = {
  'zh-CN': {
    own: (count: number) => `${count} 项任务已逾期`,
    team: (count: number) => `团队有 ${count} 项任务已逾期`,
    oldest: (day: string) => `最早的一项应于 ${day}完成。`,
    line: (who: string, what: string, day: string) => `${who} — ${what}（应于 ${day}）`,
    more: (count: number) => `另有 ${count} 项，请打开任务列表查看`,
    nobody: '无人负责',
  },
  en: {
    own: (count: number) => `${count} ${count === 1 ? 'task' : 'tasks'} overdue`,
    team: (count: number) => `${count} ${count === 1 ? 'task' : 'tasks'} of your team overdue`,
    oldest: (day: string) => `The oldest was due on ${day}.`,
    line: (who: string, what: string, day: string) => `${who} — ${what} (due ${day})`,
    more: (count: number) => `and ${count} more in the list of tasks`,
    nobody: 'nobody',
  },
} as const;

/** Overdue tasks as one card: a line each, the oldest first; beyond ten their number alone. At least one task. */
export function composeOverdue(tasks: readonly OverdueTask[], { id, locale, of, count, links }: OverdueFrame): Card {
  const words = WORDS[locale];
  const shown = (day: Day) => showDay(formatDay(day), locale);
  const sorted = [...tasks].sort((a, b) => a.day - b.day);
  const lines = sorted.slice(0, MOST_OVERDUE_LINES).map(({ customer, kind, text, day, assignee }) => {
    const who = of === 'team' ? `${assignee ?? words.nobody} · ${customer}` : customer;
    return words.line(
      who,
      `${TASK_KIND_WORDS[locale][kind]}${locale === 'en' ? ': ' : '：'}${text[locale]}`,
      shown(day),
    );
  });
  const more = count > lines.length ? [words.more(count - lines.length)] : [];
  return {
    ...{ id, locale, links, severity: 'warning' },
    title: words[of](count),
    summary: words.oldest(shown(sorted[0]!.day)),
    ...{ figures: [], why: [...lines, ...more], nextStep: null, restore: [] },
  };
}
