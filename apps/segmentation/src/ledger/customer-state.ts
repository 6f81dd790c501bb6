import type { Amount, Day, Month } from '@orderweave/domain-ordering';
import { EMPTY_LEDGER, type CustomerLedger, type Risk, type Stage } from '@orderweave/domain-segmentation';

/** All that segmentation knows of one customer, apart from its single documents. */
export interface CustomerState {
  readonly tenant: string;
  readonly customerId: string;
  /** Raised with every write; 0 for a customer without a row. */
  version: number;
  ledger: CustomerLedger;
  /** Net amount by month with a counted document, 0 included. */
  amounts: Map<Month, Amount>;
  /** Closed months in which the final tier was A; written by the ladder alone. */
  importantMonths: readonly Month[];
  /** Days on which the value band began and ceased to be high, in turn, ascending; written by the ladder alone. */
  highDays: readonly Day[];
  /** Where its row is in the table, as of the transaction that read it; undefined without a row. */
  readonly place?: string;
  /** As last published. */
  stage: Stage | null;
  risk: Risk | null;
  evaluatedOn: Day | null;
  modelVersion: number;
  /** The next day on which stage or risk changes should nothing be recorded. */
  deadline: Day | null;
  /** The day on which the sweeper looks at the customer: never after `deadline`. */
  wake: Day | null;
  /** Whether it waits to be judged by signals: then that need not be noted once more. */
  signalsStale: boolean;
}

/** A customer of whom nothing is recorded. */
export function newCustomer(tenant: string, customerId: string): CustomerState {
  return {
    tenant,
    customerId,
    version: 0,
    ledger: EMPTY_LEDGER,
    amounts: new Map(),
    importantMonths: [],
    highDays: [],
    stage: null,
    risk: null,
    evaluatedOn: null,
    modelVersion: 0,
    deadline: null,
    wake: null,
    signalsStale: false,
  };
}
