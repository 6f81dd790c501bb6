import type { Phrases } from './phrases.js';
import type { ReasonTeller } from './reason-teller.js';

/** What a customer used to do and what it does now: the sign of trouble first, then how unlikely it is to be an accident. */
export function tellSignals(teller: ReasonTeller, words: Phrases): string[] {
  const gap = teller.take('recent-typical-gap');
  const value = teller.take('recent-order-value');
  const clauses = [
    ...(gap ? [words.recentGap(gap.value, gap.previous)] : []),
    ...(value ? [words.recentValue(value.value, value.previous)] : []),
    ...absence(teller, words),
    ...returns(teller, words),
    ...complaint(teller, words),
  ];
  const accident = clauses.length > 0 ? teller.take('chance-of-accident') : undefined;
  return accident ? [...clauses, words.accident(accident.value)] : clauses;
}

/** A product, category or channel that used to stand on the orders. */
function absence(teller: ReasonTeller, words: Phrases): string[] {
  const last = teller.take('last-with-it');
  if (!last) return [];
  const since = teller.take('days-since-it');
  const usual = teller.has('purchase-days-with-it') ? teller.take('usual-gap') : undefined;
  const days = usual && teller.take('purchase-days-with-it');
  const misses = teller.take('purchase-days-without-it');
  return [
    words.lastWithIt(last.value, since?.value),
    ...(usual && days ? [words.usuallyWithIt(days.value, usual.value)] : []),
    ...(misses ? [words.withoutIt(misses.value)] : []),
  ];
}

function returns(teller: ReasonTeller, words: Phrases): string[] {
  if (!teller.has('recent-returns') || !teller.has('recent-orders')) return [];
  const [returned, of] = [teller.take('recent-returns')!, teller.take('recent-orders')!];
  const told = [words.returnsOf(returned.value, of.value)];
  if (!teller.has('earlier-returns') || !teller.has('earlier-orders')) return told;
  const [before, ofBefore] = [teller.take('earlier-returns')!, teller.take('earlier-orders')!];
  return [...told, words.returnsBefore(before.value, ofBefore.value)];
}

function complaint(teller: ReasonTeller, words: Phrases): string[] {
  if (!teller.has('complaint-on') || !teller.has('days-without-order-after-complaint')) return [];
  const on = teller.take('complaint-on')!;
  return [words.afterComplaint(on.value, teller.take('days-without-order-after-complaint')!.value)];
}
