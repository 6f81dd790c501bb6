import type { Day } from '@orderweave/domain-ordering';

/** What a message is in truth: the first of an order, a later revision, or something that goes wrong in life. */
export type MessageKind =
  'order' | 'quote' | 'correction' | 'cancellation' | 'refund' | 'duplicate' | 'late' | 'malformed';

/** One message as a channel sends it. */
export interface SimulatedMessage {
  kind: MessageKind;
  /** When it is sent, epoch milliseconds. */
  at: number;
  /** Index of the customer in truth; null for anonymous orders. */
  customer: number | null;
  /** An `OrderSubmission`, unless malformed. */
  body: unknown;
}

/** All messages sent on one local day, in the order in which they are sent. */
export interface SimulatedDay {
  day: Day;
  messages: SimulatedMessage[];
}
