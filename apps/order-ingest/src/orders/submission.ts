import type { RecordedOrder, Revision } from '@orderweave/contracts';
import type { Amount, Fault, RevisionResult, TenantSettings } from '@orderweave/domain-ordering';

/** One order as somebody sent it, on its way to the gate. */
export interface Submission {
  readonly settings: TenantSettings;
  /** The way it came: `http`, `kafka` or `import <job>`. */
  readonly source: string;
  readonly value: unknown;
  /** The bytes as they were sent; asked for only when they must be kept. */
  readonly original: () => Buffer;
  /** Channels that the sender may use; `*` for all. */
  readonly channels: readonly string[];
  /** W3C trace of the request. */
  readonly traceparent?: string | undefined;
}

/** A submission that was looked at: an order that can be recorded, or all that is wrong with it. */
export type Judged = {
  readonly submission: Submission;
  /** The channel it names, if that is a channel's name at all. */
  readonly channel: string | undefined;
} & (
  | {
      readonly order: RecordedOrder;
      /** What an order without a value is worth in its own currency. */
      readonly worth?: Amount | undefined;
      readonly warnings: readonly Fault[];
      readonly faults?: undefined;
    }
  | { readonly order?: undefined; readonly faults: readonly Fault[] }
);

/** What became of a submission, once that is durable. */
export interface GateResult {
  readonly channel: string | undefined;
  readonly result: RevisionResult | 'quarantined';
  /** `<channel>/<external id>` and the revision, of an order that could be recorded. */
  readonly order?: string;
  readonly revision?: Revision;
  readonly warnings?: readonly Fault[];
  /** Whether its value must wait for an exchange rate. */
  readonly unvalued?: boolean;
  readonly quarantineId?: string;
  readonly faults?: readonly Fault[];
}
