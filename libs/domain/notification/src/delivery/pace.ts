import type { Rate } from '../channels/channel.js';

/** What an endpoint was sent lately. Instants are epoch milliseconds. */
export interface Pace {
  /** Moments of the last messages, oldest first; as many as the largest rate allows. */
  readonly sent: readonly number[];
  /** The next moment that has been promised to nobody yet. */
  readonly nextFree: number;
}

/** The pace of an endpoint that was sent nothing. */
export const NO_PACE: Pace = { sent: [], nextFree: 0 };

/** A message may leave now, or is to ask again at `at`. */
export type Admission = { readonly pace: Pace } & (
  { readonly now: true } | { readonly now: false; readonly at: number }
);

/** Windows are taken a little longer than documented: the way to the receiver does not take always the same time. */
const MARGIN = 1.05;

/**
 * Admits a message so that no window of a rate ever holds more than it allows, by the exact log of what was sent. Who has to wait gets
 * a moment of its own, so that those who wait do not all come back at once; on coming back it is judged anew.
 */
export function admitMessage(rates: readonly Rate[], { sent, nextFree }: Pace, now: number): Admission {
  const earliest = Math.max(now, ...rates.map((rate) => earliestBy(rate, sent)));
  if (earliest <= now) {
    const most = Math.max(1, ...rates.map(({ messages }) => messages));
    return { now: true, pace: { sent: [...sent, now].slice(-most), nextFree } };
  }
  const at = Math.max(earliest, nextFree);
  const step = Math.max(1, ...rates.map(({ messages, perMs }) => Math.ceil((perMs * MARGIN) / messages)));
  return { now: false, at, pace: { sent, nextFree: at + step } };
}

function earliestBy({ messages, perMs }: Rate, sent: readonly number[]): number {
  const nth = sent[sent.length - messages];
  return nth === undefined ? 0 : nth + Math.ceil(perMs * MARGIN);
}
