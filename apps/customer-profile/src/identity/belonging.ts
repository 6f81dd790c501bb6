import type { OrderState } from '../network/order-state.js';

/** A customer that a batch brings into being. */
export interface FoundedCustomer {
  readonly id: string;
  readonly origin: string;
  readonly identifiers: readonly string[];
}

/** Whose the documents of a batch are, and what came of that for customers. */
export interface Belonging {
  /** By key of a stated document; null: anonymous. */
  readonly customers: ReadonlyMap<string, string | null>;
  /** Other documents that change hands, by key. */
  readonly moved: ReadonlyMap<string, { readonly state: OrderState; readonly customerId: string | null }>;
  readonly founded: readonly FoundedCustomer[];
  /** Customers whose identifiers or alias state changed. */
  readonly changed: ReadonlySet<string>;
  /** New alias state of customers: whom they are merged into, or null when they stand for themselves (again). */
  readonly mergedInto: ReadonlyMap<string, string | null>;
}
