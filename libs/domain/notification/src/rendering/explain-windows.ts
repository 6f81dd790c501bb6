import type { Phrases } from './phrases.js';
import type { ReasonTeller } from './reason-teller.js';

/** How far a month has come beside what it usually has by this day. */
export function tellPace(teller: ReasonTeller, words: Phrases, month: string): string[] {
  const soFar = teller.take('month-to-date');
  if (!soFar) return [];
  const usual = teller.take('usual-by-now');
  const months = teller.take('pace-months');
  const missing = teller.take('missing-to-pace');
  const tier = teller.take('last-month-tier');
  return [
    words.soFar(month, soFar.value, usual?.value, months?.value),
    ...(soFar.threshold ? [words.paceLimit(soFar.threshold, missing?.value)] : []),
    ...(tier ? [words.lastMonthTier(tier.value)] : []),
  ];
}

/** The scores of an RFM group and what they were given for. */
export function tellScores(teller: ReasonTeller, words: Phrases): string[] {
  const scored = teller.take('scored-customers');
  if (!scored) return [];
  const scores = [
    [teller.take('recency-score'), words.recency] as const,
    [teller.take('frequency-score'), words.frequency] as const,
    [teller.take('monetary-score'), words.monetary] as const,
  ].flatMap(([score, phrase]) => (score ? [phrase(score.value, score.previous)] : []));
  const last = teller.take('last-purchase');
  const days = teller.take('window-days');
  const count = days && teller.take('purchase-days');
  const amount = days && teller.take('trailing-net-amount');
  return [
    ...(scores.length > 0 ? [words.scores(scores, scored.value)] : [words.unscored(scored.value)]),
    ...(last ? [words.lastPurchase(last.value)] : []),
    ...(count ? [words.windowPurchaseDays(days.value, count.value)] : []),
    ...(amount ? [words.trailing(days.value, amount.value, amount.previous)] : []),
  ];
}

/** The net amount of the trailing days and the place that it has among all. */
export function tellValue(teller: ReasonTeller, words: Phrases): string[] {
  const days = teller.take('window-days');
  const amount = days && teller.take('trailing-net-amount');
  const valued = teller.take('valued-customers');
  const ahead = valued && teller.take('customers-ahead');
  const share = ahead && teller.take('share-ahead');
  return [
    ...(amount ? [words.trailing(days.value, amount.value, amount.previous)] : []),
    ...(valued ? [ahead ? words.valueRank(ahead.value, valued.value) : words.unvalued(valued.value)] : []),
    ...(share ? [words.share(share.value, share.threshold)] : []),
  ];
}
