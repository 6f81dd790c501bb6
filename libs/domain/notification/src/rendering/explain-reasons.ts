import type { Reason, Transition } from '@orderweave/contracts';
import type { Locale } from '../locale.js';
import { showDay, showMoney, showMonth, showNumber, showShare } from './format-values.js';
import type { Phrases, WordedReason } from './phrases.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Reasons that are shares of 1 by their name. */
const SHARES = new Set(['share-ahead', 'ahead-share']);
const MONTH = /^\d{4}-\d{2}$/;

/** A transition's reasons on the way to sentences: those that were told are not told again. */
export class ReasonTeller {
  private readonly told = new Set<string>();
  private readonly byName: ReadonlyMap<string, Reason>;

  constructor(
    private readonly transition: Transition,
    private readonly locale: Locale,
    private readonly words: Phrases,
  ) {
    this.byName = new Map(transition.because.inputs.map((reason) => [reason.name, reason]));
  }

  /** Whether it speaks of a closed month. */
  get closed(): boolean {
    return this.transition.basis === 'final';
  }

  /** A reason in words, or undefined if the transition does not have it (by any of its names); it counts as told. */
  take(...names: string[]): WordedReason | undefined {
    const reason = names.map((name) => this.byName.get(name)).find((found) => found !== undefined);
    if (!reason) return undefined;
    this.told.add(reason.name);
    return this.worded(reason);
  }

  /** Counts reasons as told without telling them. */
  skip(...names: string[]): void {
    for (const name of names) this.told.add(name);
  }

  /** What has no sentence of its own: name, value, threshold, value before. */
  rest(): string[] {
    return this.transition.because.inputs
      .filter(({ name }) => !this.told.has(name))
      .map((reason) => {
        const { value, threshold, previous } = this.worded(reason);
        const withUnit = (text: string | undefined) => text && this.words.unit(text, reason.unit ?? '');
        const all = { reason, value: withUnit(value)!, threshold: withUnit(threshold), previous: withUnit(previous) };
        return this.words.generic(this.words.reasonName(reason.name), all as WordedReason);
      });
  }

  private worded(reason: Reason): WordedReason {
    const word = (value: string | number | undefined) => (value === undefined ? undefined : this.word(value, reason));
    const { value, threshold, previous } = reason;
    return { reason, value: word(value), threshold: word(threshold), previous: word(previous) } as WordedReason;
  }

  private word(value: string | number, { name, unit }: Reason): string {
    const { locale } = this;
    if (unit === 'currency') return showMoney(String(value), this.transition.because.currency, locale);
    if (unit === 'share' || SHARES.has(name)) return showShare(value);
    if (unit === 'gaps') return showNumber(value, locale, 1);
    if (typeof value === 'number') return showNumber(value, locale);
    if (DAY.test(value)) return showDay(value, locale);
    return MONTH.test(value) ? showMonth(value, locale) : this.words.state(value);
  }
}

/** The figure that decided, in one short sentence; undefined when no reason has a sentence of its own. */
export function summarise(teller: ReasonTeller, words: Phrases, month: string): string | undefined {
  const days = silence(teller, words);
  const lead = days[0] ?? tier(teller, words, month)[0] ?? life(teller, words)[0];
  return lead && words.sentence([lead]);
}

/** Why, in sentences: the figures that decided, each beside its limit; then whatever else was an input. */
export function explainReasons(teller: ReasonTeller, words: Phrases, month: string): string[] {
  // The state itself is in the title.
  teller.skip('stage', 'risk');
  const clauses = [silence(teller, words), tier(teller, words, month), life(teller, words), teller.rest()];
  return clauses.filter((list) => list.length > 0).map((list) => words.sentence(list));
}

function silence(teller: ReasonTeller, words: Phrases): string[] {
  const days = teller.take('silence');
  const gap = teller.take('typical-gap');
  const times = teller.take('overdue');
  const last = teller.take('last-purchase');
  const important = teller.take('important-customer');
  teller.skip('restored-by-order-until');
  if (!days) return last ? [words.lastPurchase(last.value)] : [];
  return [
    gap && times ? words.silenceInGaps(days.value, times.value, gap.value) : words.silence(days.value),
    ...(last ? [words.lastPurchase(last.value)] : []),
    ...(days.threshold ? [words.silenceThreshold(days.threshold, times?.threshold)] : []),
    ...(important ? [words.important(important.value)] : []),
  ];
}

function tier(teller: ReasonTeller, words: Phrases, month: string): string[] {
  const amount = teller.take('net-amount', 'month-amount', 'amount');
  const ahead = teller.take('ahead', 'customers-ahead');
  const ordering = teller.take('ordering-customers', 'customers');
  const share = teller.take('ahead-share', 'share-ahead');
  const held = teller.take('tier');
  return [
    ...(amount ? [words.amount(month, amount.value, amount.previous, teller.closed)] : []),
    ...(ahead && ordering ? [words.rank(ahead.value, ordering.value)] : []),
    ...(share ? [words.share(share.value, share.threshold)] : []),
    ...(held ? [words.tiers(month, held.value, held.previous)] : []),
  ];
}

function life(teller: ReasonTeller, words: Phrases): string[] {
  const first = teller.take('first-purchase');
  const count = teller.take('purchase-days');
  const returned = teller.take('reacquired-on');
  const before = teller.take('silence-before-return');
  const three = teller.take('last-three-months');
  const ratio = teller.take('growth-ratio');
  teller.skip('days-since-first-purchase');
  return [
    ...(returned ? [words.returned(returned.value, before?.value)] : []),
    ...(first ? [words.firstPurchase(first.value)] : []),
    ...(count ? [words.purchaseDays(count.value)] : []),
    ...(three?.previous ? [words.growth(three.value, three.previous, ratio?.value)] : []),
  ];
}
