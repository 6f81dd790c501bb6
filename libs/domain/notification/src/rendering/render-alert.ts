import type { Reason, Transition } from '@orderweave/contracts';
import type { Locale } from '../locale.js';
import type { AlertRule, Play, RulePolicy } from '../rules/rule-policy.js';
import { explainCause } from './explain-cause.js';
import { explainReasons, summarise } from './explain-reasons.js';
import { showDay, showMoney, showMonth } from './format-values.js';
import { en } from './phrases-en.js';
import { zh } from './phrases-zh.js';
import type { Phrases } from './phrases.js';
import { ReasonTeller } from './reason-teller.js';

/** An alert as a person reads it. */
export interface RenderedAlert {
  title: string;
  /** One sentence: the figure that decided. */
  summary: string;
  /** Sentences with figures, limits and the last orders. */
  why: string[];
  nextStep: { play: string; steps: string[] } | null;
  /** What would bring the former state back. */
  restore: string[];
}

const PHRASES: Readonly<Record<Locale, Phrases>> = { 'zh-CN': zh, en };
const BANDS = ['low', 'mid', 'high'];
const ORDERS_SHOWN = 3;
const WORSE = new Set(['watch', 'at-risk', 'losing']);
const LOST = new Set(['lost', 'churned']);

/** Words a transition and the play of its rule in a person's language. A rule that the policy no longer has brings no next step. */
export function renderAlert(
  transition: Transition,
  rule: AlertRule | undefined,
  policy: RulePolicy,
  locale: Locale,
): RenderedAlert {
  const words = PHRASES[locale];
  const month = transition.month ? showMonth(transition.month, locale) : '';
  const title = words.title({
    kind: transition.kind,
    label: transition.label,
    basis: transition.basis,
    customer: customerName(transition),
    month,
    from: transition.from === null ? null : words.state(transition.from),
    to: transition.to === null ? null : words.state(transition.to),
    direction: directionOf(transition),
    segment: inputOf(transition, 'segment'),
    subject: inputOf(transition, 'signal-subject'),
  });
  const teller = () => new ReasonTeller(transition, locale, words);
  const why = explainReasons(teller(), words, month);
  const summary = summarise(teller(), words, month) ?? why[0] ?? words.sentence([title]);
  const cause = explainCause(transition, words);
  const play = rule && policy.plays[rule.play];
  return {
    title,
    summary,
    why: [...why, ...(cause ? [words.sentence([cause])] : []), ...lastOrders(transition, locale, words)],
    nextStep: play ? nextStep(play, locale, words) : null,
    restore: [...restore(transition, month, locale), ...withOrWithoutOrder(transition, locale)].map((clause) =>
      words.sentence([clause]),
    ),
  };
}

/** The name of a state (a stage, a risk, a tier) as people read it. */
export function stateWords(state: string, locale: Locale): string {
  return PHRASES[locale].state(state);
}

/** The customer's name, else an identifier that people know it by, else its id. */
export function customerName({ customer, customerId }: Transition): string {
  const [identifier] = customer.identifiers;
  return customer.name || identifier?.slice(identifier.indexOf(':') + 1) || customerId;
}

function lastOrders({ because }: Transition, locale: Locale, words: Phrases): string[] {
  const list = because.orders.slice(0, ORDERS_SHOWN).map(({ order, placedOn, netAmount }) => ({
    day: showDay(placedOn, locale),
    amount: showMoney(netAmount, because.currency, locale),
    order,
  }));
  return list.length ? [words.sentence([words.orders(list)])] : [];
}

function nextStep(play: Play, locale: Locale, words: Phrases): { play: string; steps: string[] } {
  const steps = play.steps.map(({ afterDays, kind, text }) => words.step(afterDays, kind, text[locale]));
  return { play: play.name[locale], steps: play.everyDays ? [...steps, words.every(play.everyDays)] : steps };
}

function restore(transition: Transition, month: string, locale: Locale): string[] {
  const { because, basis, kind } = transition;
  const words = PHRASES[locale];
  const missing = kind === 'behind-pace' ? inputOf(transition, 'missing-to-pace') : undefined;
  if (missing !== undefined) return [words.restorePace(showMoney(missing, because.currency, locale), month)];
  const days = inputOf(transition, 'window-days');
  return Object.entries(because.restore ?? {})
    .sort(([, a], [, b]) => Number(b) - Number(a))
    .map(([state, least]) => {
      const amount = showMoney(least, because.currency, locale);
      return kind === 'value-band'
        ? words.restoreBand(words.state(state), amount, days)
        : words.restoreTier(state, amount, month, basis === 'live');
    });
}

/** What an order now changes, or none until some day. */
function withOrWithoutOrder(transition: Transition, locale: Locale): string[] {
  const { kind, to } = transition;
  const words = PHRASES[locale];
  if (kind === 'rfm') return Number(inputOf(transition, 'recency-score') ?? 1) < 5 ? [words.restoreRecency] : [];
  const ends = kind === 'signal' && to ? words.signalEnds(to) : undefined;
  if (ends) return [ends];
  if (kind !== 'risk' && kind !== 'stage') return [];
  const until = inputOf(transition, 'restored-by-order-until');
  if (to && LOST.has(to)) return [words.winBack];
  if (until && to && WORSE.has(to)) return [words.restoreByOrder(showDay(until, locale))];
  if (until && to === 'healthy') return [words.healthyUntil(showDay(until, locale))];
  return stageAhead(transition, words, locale);
}

/** What a stage waits for: purchase days, a close, its own end. */
function stageAhead(transition: Transition, words: Phrases, locale: Locale): string[] {
  const { to } = transition;
  const shown = (name: string) => {
    const day = inputOf(transition, name);
    return day && showDay(day, locale);
  };
  const [youngUntil, judgedOn, end] = ['young-until', 'growth-judged-on', 'holds-until'].map(shown);
  const count = reasonOf(transition, 'young-until')?.threshold;
  return [
    ...(to === 'potential' || to === 'intent' ? [words.firstOrder] : []),
    ...(youngUntil && count !== undefined ? [words.growsBy(String(count), youngUntil)] : []),
    ...(judgedOn ? [words.growthJudged(judgedOn)] : []),
    ...(end && to ? [words.stageUntil(words.state(to), end)] : []),
  ];
}

function directionOf({ kind, from, to }: Transition): 'up' | 'down' | undefined {
  const [before, after] = [from, to].map((band) => BANDS.indexOf(band ?? '')) as [number, number];
  if (kind !== 'value-band' || before < 0 || after < 0 || before === after) return undefined;
  return after > before ? 'up' : 'down';
}

function inputOf(transition: Transition, name: string): string | undefined {
  const found = reasonOf(transition, name);
  return found && String(found.value);
}

function reasonOf({ because }: Transition, name: string): Reason | undefined {
  return because.inputs.find((reason) => reason.name === name);
}
