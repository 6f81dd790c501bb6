import type { Transition } from '@orderweave/contracts';
import type { Day } from '@orderweave/domain-ordering';
import type { Reason } from '@orderweave/domain-segmentation';

/** What brought a transition about. */
export interface ChangeCause {
  readonly type: 'order' | 'deadline' | 'month-close' | 'policy' | 'model' | 'identity' | 'feedback';
  readonly ref?: string;
}

/** A transition before it is dressed with who the customer is and its last orders. */
export interface Change {
  readonly tenant: string;
  readonly customerId: string;
  readonly kind: Transition['kind'];
  readonly basis?: 'live' | 'final' | 'restated';
  readonly month?: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly label?: string;
  /** Epoch milliseconds: when it became true. */
  readonly effectiveAt: number;
  readonly cause: ChangeCause;
  readonly inputs: readonly Reason[];
  readonly restore?: Readonly<Record<string, string>>;
  readonly alertable: boolean;
  /** That of the day as of which it was judged, unless it is the tenant's day. */
  readonly policyVersion?: string;
  readonly modelVersion?: number;
  /** The orders that can have mattered: those placed on these days. */
  readonly orders: { readonly since: Day; readonly until: Day };
  /** Makes the id: raised whenever what changed is written, so that no later change has the same id. */
  readonly version: number;
  readonly traceparent?: string;
}
