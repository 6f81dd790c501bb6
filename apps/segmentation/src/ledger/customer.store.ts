import type { Day, Month } from '@orderweave/domain-ordering';
import { gapsOf, knownSince, median, type Risk, type Stage } from '@orderweave/domain-segmentation';
import { plainArray, statement, textArray, type Statement, type Transaction } from '@orderweave/postgres';
import type { CustomerState } from './customer-state.js';
import { packHistory, unpackHistory } from './history-text.js';

/** The columns that `stateOf` reads. */
export const CUSTOMER_COLUMNS = `c.tenant, c.customer_id, c.version, c.history, c.important_months, c.high_days, c.stage, c.risk,
  c.evaluated_on, c.model_version, c.deadline, c.wake`;

// Locked in the order of their keys, as everybody does who locks several: the caller gives them sorted.
const LOCK = statement(
  'customer.lock',
  `SELECT c.* FROM unnest($1::text[], $2::text[]) AS a (tenant, customer_id) CROSS JOIN LATERAL (
     SELECT ${CUSTOMER_COLUMNS} FROM customer c
      WHERE c.tenant = a.tenant AND c.customer_id = a.customer_id FOR UPDATE) c`,
);
const SAVE = statement(
  'customer.save',
  `INSERT INTO customer AS c (tenant, customer_id, version, history, known_since, median_gap, stage, risk,
                              evaluated_on, model_version, deadline, wake)
   SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[], $6::float8[], $7::text[], $8::text[],
                        $9::int[], $10::int[], $11::int[], $12::int[])
   ON CONFLICT (tenant, customer_id) DO UPDATE
      SET version = excluded.version, history = excluded.history, known_since = excluded.known_since,
          median_gap = excluded.median_gap, stage = excluded.stage, risk = excluded.risk,
          evaluated_on = excluded.evaluated_on, model_version = excluded.model_version,
          deadline = excluded.deadline, wake = excluded.wake`,
);

/** A row of `customer`. */
export interface CustomerRow {
  tenant: string;
  customer_id: string;
  version: number;
  history: string;
  important_months: Month[] | null;
  high_days: Day[] | null;
  stage: Stage | null;
  risk: Risk | null;
  evaluated_on: Day | null;
  model_version: number;
  deadline: Day | null;
  wake: Day | null;
}

/** Locks the customers that have a row, and reads them. */
export async function lockCustomers(
  tx: Transaction,
  customers: readonly { tenant: string; customerId: string }[],
): Promise<CustomerState[]> {
  const ids = customers.map(({ customerId }) => customerId);
  return readCustomers(tx, LOCK, [textArray(customers.map(({ tenant }) => tenant)), textArray(ids)]);
}

/** Runs a statement that selects `CUSTOMER_COLUMNS`. */
export async function readCustomers(
  tx: Pick<Transaction, 'query'>,
  query: Statement,
  values: readonly unknown[],
): Promise<CustomerState[]> {
  return (await tx.query<CustomerRow & Record<string, unknown>>(query, values)).map(stateOf);
}

/** Writes customers that are locked, or new and of this writer's partition. */
export async function saveCustomers(tx: Transaction, states: readonly CustomerState[]): Promise<void> {
  if (states.length === 0) return;
  await tx.execute(SAVE, [
    textArray(states.map((state) => state.tenant)),
    textArray(states.map((state) => state.customerId)),
    plainArray(states.map((state) => state.version)),
    textArray(states.map((state) => packHistory(state.ledger, state.amounts))),
    plainArray(states.map((state) => knownSince(state.ledger))),
    plainArray(states.map((state) => medianGap(state))),
    textArray(states.map((state) => state.stage)),
    textArray(states.map((state) => state.risk)),
    plainArray(states.map((state) => state.evaluatedOn)),
    plainArray(states.map((state) => state.modelVersion)),
    plainArray(states.map((state) => state.deadline)),
    plainArray(states.map((state) => state.wake)),
  ]);
}

function medianGap({ ledger }: CustomerState): number | null {
  const gaps = gapsOf(ledger.purchaseDays);
  return gaps.length === 0 ? null : median(gaps);
}

function stateOf(row: CustomerRow): CustomerState {
  return {
    tenant: row.tenant,
    customerId: row.customer_id,
    version: row.version,
    ...unpackHistory(row.history),
    importantMonths: row.important_months ?? [],
    highDays: row.high_days ?? [],
    stage: row.stage,
    risk: row.risk,
    evaluatedOn: row.evaluated_on,
    modelVersion: row.model_version,
    deadline: row.deadline,
    wake: row.wake,
  };
}
