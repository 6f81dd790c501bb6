import type { Transition } from '@orderweave/contracts';
import type { Locale } from '../locale.js';
import { showDay, showMoney, showMonth, showNumber } from '../rendering/format-values.js';
import { customerName, renderAlert, stateWords } from '../rendering/render-alert.js';
import type { RulePolicy } from '../rules/rule-policy.js';
import { CARD_WORDS, type CardWords } from './card-words.js';
import type { Card, CardLinks, Figure } from './card.js';

/** An alert that is to become a card. */
export interface CardSubject {
  readonly alertId: string;
  readonly transition: Transition;
  /** Id of the rule that raised it; its words are those of the policy of today. */
  readonly rule: string;
  readonly severity: Card['severity'];
}

const MOST_FIGURES = 6;

/** Words an alert as a card in a person's language. */
export function composeCard(subject: CardSubject, policy: RulePolicy, locale: Locale, links: CardLinks): Card {
  const { transition, severity, alertId } = subject;
  const rule = policy.rules.find(({ id }) => id === subject.rule);
  const { title, summary, why, nextStep, restore } = renderAlert(transition, rule, policy, locale);
  const figures = figuresOf(transition, locale);
  return { id: alertId, locale, severity, title, summary, figures, why, nextStep, restore, links };
}

/** The customer's few figures: who, what changed, the silence, the last order, the month's amount, the owner. */
function figuresOf(transition: Transition, locale: Locale): Figure[] {
  const words = CARD_WORDS[locale];
  const { because, customer } = transition;
  const input = (...names: string[]) => because.inputs.find(({ name }) => names.includes(name));
  const days = (name: string) => {
    const found = input(name);
    return found && `${showNumber(found.value, locale, 1)} ${locale === 'en' ? 'days' : '天'}`;
  };
  const [last] = because.orders;
  const amount = input('net-amount', 'month-amount', 'month-to-date', 'amount');
  const pairs: [string, string | undefined][] = [
    [words.customer, customerName(transition)],
    [words.change, change(transition, locale, words)],
    [words.silence, days('silence')],
    [
      words.lastOrder,
      last && `${showDay(last.placedOn, locale)} ${showMoney(last.netAmount, because.currency, locale)}`,
    ],
    [words.amount, amount && showMoney(String(amount.value), because.currency, locale)],
    [words.gap, days('typical-gap')],
    [words.owner, customer.owner],
  ];
  return pairs.flatMap(([label, value]) => (value ? [{ label, value }] : [])).slice(0, MOST_FIGURES);
}

function change({ from, to, month }: Transition, locale: Locale, { none }: CardWords): string {
  const word = (state: string | null) => (state === null ? none : stateWords(state, locale));
  return `${month ? `${showMonth(month, locale)} ` : ''}${word(from)} → ${word(to)}`;
}
