import { tellFeedback } from './explain-feedback.js';
import { tellPace, tellScores, tellValue } from './explain-windows.js';
import { tellSignals } from './tell-signals.js';
import type { Phrases } from './phrases.js';
import type { ReasonTeller } from './reason-teller.js';

/** The figure that decided, in one short sentence; undefined when no reason has a sentence of its own. */
export function summarise(teller: ReasonTeller, words: Phrases, month: string): string | undefined {
  const clauses = teller.transition.kind === 'segment' ? [conditions(teller)] : clausesOf(teller, words, month);
  const lead = clauses.find((list) => list.length > 0)?.[0];
  return lead && words.sentence([lead]);
}

/** Why, in sentences: the figures that decided, each beside its limit; then whatever else was an input. */
export function explainReasons(teller: ReasonTeller, words: Phrases, month: string): string[] {
  if (teller.transition.kind === 'segment') return sentences([conditions(teller)], words);
  // The state itself is in the title.
  teller.skip('stage', 'risk', 'signal-subject');
  return sentences([...clausesOf(teller, words, month), teller.rest()], words);
}

/** What a segment asks for has the names of figures that elsewhere have sentences; here each stands beside what it is compared with. */
function conditions(teller: ReasonTeller): string[] {
  teller.skip('segment', 'segment-version');
  return teller.rest();
}

function sentences(clauses: readonly (readonly string[])[], words: Phrases): string[] {
  return clauses.filter((list) => list.length > 0).map((list) => words.sentence(list));
}

/** What has sentences of its own, that which decides first. A customer's window is told before the days that it shares with others. */
function clausesOf(teller: ReasonTeller, words: Phrases, month: string): string[][] {
  return [
    tellFeedback(teller, words),
    tellSignals(teller, words),
    tellPace(teller, words, month),
    tellScores(teller, words),
    tellValue(teller, words),
    silence(teller, words),
    tier(teller, words, month),
    life(teller, words),
  ];
}

function silence(teller: ReasonTeller, words: Phrases): string[] {
  const days = teller.take('silence');
  const gap = teller.take('typical-gap');
  const times = teller.take('overdue');
  const last = teller.take('last-purchase');
  const important = teller.take('important-customer');
  const chances = chancesOf(teller, words);
  teller.skip('restored-by-order-until');
  if (days?.reason.value === 0) return [words.orderedToday(gap?.value), ...chances];
  if (!days) return last ? [words.lastPurchase(last.value), ...chances] : chances;
  return [
    gap && times ? words.silenceInGaps(days.value, times.value, gap.value) : words.silence(days.value),
    ...(last ? [words.lastPurchase(last.value)] : []),
    ...(days.threshold ? [words.silenceThreshold(days.threshold, times?.threshold)] : []),
    ...chances,
    ...(important ? [words.important(important.value)] : []),
  ];
}

function chancesOf(teller: ReasonTeller, words: Phrases): string[] {
  if (!teller.has('order-chance')) return [];
  const chance = teller.take('order-chance')!;
  const best = teller.take('best-order-chance');
  const lost = teller.take('chance-lost');
  // On the day of an order there is no loss to speak of, and nothing to compare a chance with.
  if (lost?.reason.value === 0) return [words.orderChance(chance.value, undefined)];
  return [
    words.orderChance(chance.value, chance.threshold),
    ...(best ? [words.bestChance(best.value)] : []),
    ...(lost ? [words.chanceLost(lost.value, lost.threshold)] : []),
  ];
}

function tier(teller: ReasonTeller, words: Phrases, month: string): string[] {
  const amount = teller.take('net-amount', 'month-amount', 'amount');
  const ordering = teller.take('ordering-customers', 'customers');
  const ahead = ordering && teller.take('ahead', 'customers-ahead');
  const share = teller.take('ahead-share', 'share-ahead');
  const held = teller.take('tier');
  const published = teller.take('published-tier');
  return [
    ...(amount ? [words.amount(month, amount.value, amount.previous, teller.closed)] : []),
    ...(ordering ? [ahead ? words.rank(ahead.value, ordering.value) : words.unranked(ordering.value)] : []),
    ...(share ? [words.share(share.value, share.threshold)] : []),
    ...(held ? [words.tiers(month, held.value, held.previous)] : []),
    ...(published ? [words.publishedTier(published.value)] : []),
  ];
}

function life(teller: ReasonTeller, words: Phrases): string[] {
  const first = teller.take('first-purchase');
  const count = teller.take('purchase-days');
  const returned = teller.take('reacquired-on');
  const before = returned && teller.take('silence-before-return');
  const three = teller.take('last-three-months');
  const ratio = three && teller.take('growth-ratio');
  const through = teller.take('growth-month');
  const ago = first && teller.take('days-since-first-purchase');
  teller.skip('holds-until', 'growth-judged-on', 'young-until');
  return [
    ...(returned ? [words.returned(returned.value, before?.value, before?.threshold)] : []),
    ...(first ? [words.firstPurchase(first.value, ago?.value, ago?.threshold)] : []),
    ...(count
      ? [count.reason.value === 0 ? words.noPurchaseDay : words.purchaseDays(count.value, count.threshold)]
      : []),
    ...(three ? [words.growth(three.value, three.previous, ratio?.value, ratio?.threshold)] : []),
    ...(through ? [words.countedThrough(through.value, through.threshold)] : []),
  ];
}
