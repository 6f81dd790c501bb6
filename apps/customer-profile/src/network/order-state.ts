import type { RecordedOrder } from '@orderweave/contracts';
import type { OrderFacts } from '@orderweave/domain-network';
import type { Received } from '@orderweave/stream';

/** A document as it is in force: its newest revision, whose it is and what it is worth. */
export interface OrderState
  extends
    OrderFacts,
    Pick<
      RecordedOrder,
      'channel' | 'externalId' | 'revision' | 'placedAt' | 'placedOn' | 'identifiers' | 'currency' | 'baseCurrency'
    > {
  readonly orderId: number;
  /** Null: anonymous. */
  readonly customerId: string | null;
  /** Value minus refunds, decimal in the base currency; absent while unvalued. */
  net?: string | undefined;
  /** Counts what this document came to mean to anybody, from 1 on. */
  readonly version: number;
  readonly linesHash: string;
}

/** A revision that holds from now on, and the message that brought it. */
export interface Statement {
  readonly key: string;
  readonly order: RecordedOrder;
  readonly received: Received<RecordedOrder>;
  readonly linesHash: string;
  /** Whether an earlier revision was in force until now. */
  readonly revised: boolean;
}

/** What happens to one document in a batch. */
export interface OrderChange {
  readonly key: string;
  readonly before: OrderState | undefined;
  readonly after: OrderState;
  /** Absent when the document itself said nothing: it moved to another customer, or a credit note changed what it is worth. */
  readonly statement: Statement | undefined;
  /** When its source revised it, or a credit note came to speak of it; absent where it is as old as its placing. */
  revisedAt?: string | undefined;
}

/** `<channel>/<external id>`: an order's key within its tenant. */
export function orderKey({ channel, externalId }: { channel: string; externalId: string }): string {
  return `${channel}/${externalId}`;
}
