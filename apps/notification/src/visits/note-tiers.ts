import type { CustomerTransition, PayloadOf } from '@orderweave/contracts';
import { closesTold, foldTiers } from '@orderweave/domain-notification';
import type { Month } from '@orderweave/domain-ordering';
import type { BatchHandler, Received } from '@orderweave/stream';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { findMembers } from '../merges/find-families.js';
import type { HandOver } from '../merges/hand-over.js';
import { noteCloses, noteTierCustomers } from './customer-tier.store.js';

type TransitionHandler = BatchHandler<Received<PayloadOf<typeof CustomerTransition>>>;

/** Keeps what transitions tell of customers' tiers and owners, then lets `next` handle them. */
export function noteTiers(next: TransitionHandler, calendarOf: CalendarOf, handOver: HandOver): TransitionHandler {
  // The newest close of each tenant that this process knows to be kept.
  const kept = new Map<string, Month>();
  const handler: TransitionHandler = async (events, tx, context) => {
    const transitions = events.map(({ payload }) => payload);
    const notes = foldTiers(transitions, (tenant) => calendarOf(tenant).timeZone);
    const reowned = await noteTierCustomers(tx, notes);
    if (reowned.length > 0) await handOver(tx, await findMembers(tx, reowned));
    const closes = [...closesTold(transitions)].filter(([tenant, month]) => (kept.get(tenant) ?? '') < month);
    if (closes.length > 0) {
      await noteCloses(tx, new Map(closes));
      tx.onCommit(() => closes.forEach(([tenant, month]) => kept.set(tenant, month)));
    }
    return next(events, tx, context);
  };
  return Object.defineProperty(handler, 'name', { value: next.name });
}
