import type { FeedbackMeaning } from '@orderweave/contracts';
import type { KnownFeedback } from './customer-feedback.store.js';

/** By what a customer said last. */
export type FeedbackState = 'complaint' | 'detractor' | 'neutral' | 'content';

/** What became of one message. */
export interface HeardFeedback {
  /** As it is known from now on; undefined when a newer version was known already. */
  readonly known?: KnownFeedback;
  /** The states before and after, when that is to be told. */
  readonly told?: {
    readonly from: FeedbackState | null;
    readonly to: FeedbackState;
    readonly previous: number | undefined;
  };
}

/**
 * Takes in one message about what a customer said, next to all else that it said (`others`, without this feedback). Told is a complaint, a score of a
 * detractor, and a good score of whoever's last word was one of these: each word of feedback once, whatever revisions follow, and not again
 * when it passes on to another customer.
 */
export function hearFeedback(
  meaning: FeedbackMeaning,
  before: KnownFeedback | undefined,
  others: Iterable<KnownFeedback>,
): HeardFeedback {
  if (before && before.meaning.version >= meaning.version) return {};
  const earlier = [...others]
    .filter(({ meaning: one }) => one.counts && isEarlier(one, meaning))
    .map(({ meaning: one }) => one);
  const last = earlier.reduce<Said | undefined>(
    (latest, one) => (latest && isEarlier(one, latest) ? latest : one),
    undefined,
  );
  const [from, to] = [last ? stateOf(last) : null, stateOf(meaning)];
  const matters = meaning.counts && (isBad(to) || (to === 'content' && from !== null && isBad(from)));
  const told = before?.told ?? false;
  const known = { meaning, told: told || matters };
  if (!matters || told || meaning.cause === 'identity') return { known };
  const sameKind = earlier.filter(({ kind, score }) => kind === meaning.kind && score !== undefined);
  const lastOfKind = sameKind.reduce<Said | undefined>(
    (latest, one) => (latest && isEarlier(one, latest) ? latest : one),
    undefined,
  );
  return { known, told: { from, to, previous: lastOfKind?.score } };
}

type Said = KnownFeedback['meaning'];

/** The state that a word of feedback puts its customer into; words without a score make nobody content. */
function stateOf({ kind, detractor, sentiment, score }: Said): FeedbackState {
  if (kind === 'complaint') return 'complaint';
  if (detractor) return 'detractor';
  return sentiment === 'positive' && score !== undefined ? 'content' : 'neutral';
}

function isBad(state: FeedbackState): boolean {
  return state === 'complaint' || state === 'detractor';
}

/** By the time at which it was said; at the same moment by name. */
function isEarlier(a: Said, b: Said): boolean {
  return a.givenAt === b.givenAt ? a.feedback < b.feedback : a.givenAt < b.givenAt;
}
