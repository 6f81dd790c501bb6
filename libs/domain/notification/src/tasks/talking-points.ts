import type { Transition } from '@orderweave/contracts';
import type { Locale } from '../locale.js';
import { renderAlert } from '../rendering/render-alert.js';
import type { RulePolicy } from '../rules/rule-policy.js';

/** What a salesperson has at hand for a task, in sentences. */
export interface TalkingPoints {
  /** What happened and why, with the last orders and the products that it speaks of. */
  readonly points: string[];
  /** What could be asked for or offered: what would bring the former state back. */
  readonly offers: string[];
}

const NO_RULES: RulePolicy = { version: 'none', horizonHours: 1, rules: [], plays: {} };

/** What the transition behind a task gives its talk. */
export function talkingPoints(transition: Transition, locale: Locale): TalkingPoints {
  const { title, why, restore } = renderAlert(transition, undefined, NO_RULES, locale);
  return { points: [title, ...why], offers: restore };
}
