import type { Activity, FeedbackMeaning, Profile } from '@orderweave/contracts';
import type { BatchHandler, Outcome, Received } from '@orderweave/stream';
import { addMoves, type SignalMove } from './signal-move.store.js';

type News = Received<Profile> | Received<Activity> | Received<FeedbackMeaning>;

/** A handler that also notes what passed between customers, so that signals tell a merge from what a customer did. */
export function notingMoves(handle: BatchHandler<News>): BatchHandler<News> {
  const noting: BatchHandler<News> = async (events, tx, context) => {
    const handled = await handle(events, tx, context);
    const moves = tx.silent ? [] : movesIn(events, handled?.outcomes);
    if (moves.length > 0) addMoves(tx, moves);
    return handled;
  };
  return Object.defineProperty(noting, 'name', { value: handle.name });
}

/** What of a batch only passed from one customer to another; what was refused or known already is left out. */
export function movesIn(events: readonly News[], outcomes?: ReadonlyMap<Received, Outcome>): SignalMove[] {
  return events.flatMap((received): SignalMove[] => {
    const { payload } = received;
    if (!('cause' in payload) || payload.cause !== 'identity' || outcomes?.has(received)) return [];
    const { tenant, customerId, counts: joined } = payload;
    // Feedback names the order that it is about, if any: that has not moved with it.
    return [{ tenant, customerId, joined, order: 'feedback' in payload ? null : payload.order }];
  });
}
