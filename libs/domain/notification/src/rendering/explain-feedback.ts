import type { Phrases, TellableScore } from './phrases.js';
import type { ReasonTeller } from './reason-teller.js';

const MOST: Readonly<Record<TellableScore, string>> = { nps: '10', csat: '5', review: '5' };

/** What a customer said and of what, without its words: these are personal and stand on the customer's timeline. */
export function tellFeedback(teller: ReasonTeller, words: Phrases): string[] {
  if (!teller.has('feedback-kind')) return [];
  teller.skip('feedback-kind', 'feedback-sentiment');
  const day = teller.take('feedback-on')?.value;
  const kind = (['nps', 'csat', 'review'] as const).find((one) => teller.has(`${one}-score`));
  const score = kind && teller.take(`${kind}-score`);
  const order = teller.take('feedback-order');
  const product = teller.take('feedback-product');
  return [
    score && kind
      ? words.scored({
          kind,
          value: score.value,
          most: MOST[kind],
          limit: score.threshold,
          previous: score.previous,
          day,
        })
      : words.complained(day),
    ...(order || product ? [words.about(order?.value, product?.value)] : []),
  ];
}
