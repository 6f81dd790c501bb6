import type { RecordedOrder } from '@orderweave/contracts';

/** What an order or credit note is worth anything by. */
export type OrderFacts = Pick<RecordedOrder, 'kind' | 'refundsOrder' | 'status' | 'counts' | 'value' | 'refunds'>;

/** What a credit note does to the order that it names. */
export interface CreditNote {
  readonly externalId: string;
  readonly counts: boolean;
  /** Base currency, normally negative; absent while unvalued. */
  readonly value?: string | undefined;
}
