import type { Day, Month } from '@orderweave/domain-ordering';
import { gapsOf, knownSince, median, type Risk, type Stage } from '@orderweave/domain-segmentation';
import { plainArray, statement, textArray, type Statement, type Transaction } from '@orderweave/postgres';
import type { CustomerState } from './customer-state.js';
import { packHistory, unpackHistory } from './history-text.js';

/** The columns that `stateOf` reads. */
export const CUSTOMER_COLUMNS = `c.tenant, c.customer_id, c.version, c.history, c.important_months, c.high_days, c.stage, c.risk,
  c.evaluated_on, c.model_version, c.deadline, c.wake, c.signals_stale, c.ctid::text AS place`;

// Locked in the order of their keys, as everybody does who locks several: the caller gives them sorted.
const LOCK = statement(
  'customer.lock',
  `SELECT c.* FROM unnest($1::text[], $2::text[]) AS a (tenant, customer_id) CROSS JOIN LATERAL (
     SELECT ${CUSTOMER_COLUMNS} FROM customer c
      WHERE c.tenant = a.tenant AND c.customer_id = a.customer_id FOR UPDATE) c`,
);
const WRITTEN = [
  'version',
  'history',
  'known_since',
  'median_gap',
  'stage',
  'risk',
  'evaluated_on',
  'model_version',
  'deadline',
  'wake',
  'signals_stale',
];
const VALUES = (from: number) =>
  ['int', 'text', 'int', 'float8', 'text', 'text', 'int', 'int', 'int', 'int', 'bool']
    .map((type, index) => `$${from + index}::${type}[]`)
    .join(', ');
const INSERT = statement(
  'customer.insert',
  `INSERT INTO customer (tenant, customer_id, ${WRITTEN.join(', ')}) SELECT * FROM unnest($1::text[], $2::text[], ${VALUES(3)})`,
);
// A locked row cannot move: by its place it is found without a look into the index, and without the second lock of ON CONFLICT.
const UPDATE = statement(
  'customer.update',
  `UPDATE customer c SET ${WRITTEN.map((name) => `${name} = n.${name}`).join(', ')}
     FROM unnest($1::tid[], ${VALUES(2)}) AS n (place, ${WRITTEN.join(', ')}) WHERE c.ctid = n.place`,
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
  signals_stale: boolean;
  place: string;
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

/** Writes customers that this transaction has locked, once, and new ones of this writer's partition. */
export async function saveCustomers(tx: Transaction, states: readonly CustomerState[]): Promise<void> {
  const fresh = states.filter(({ place }) => place === undefined);
  const known = states.filter(({ place }) => place !== undefined);
  if (fresh.length > 0) {
    const keys = [textArray(fresh.map(({ tenant }) => tenant)), textArray(fresh.map(({ customerId }) => customerId))];
    tx.write(INSERT, [...keys, ...writtenColumns(fresh)]);
  }
  if (known.length === 0) return;
  const updated = await tx.execute(UPDATE, [textArray(known.map(({ place }) => place)), ...writtenColumns(known)]);
  if (updated !== known.length) throw new Error('A customer was saved that this transaction had not locked, or twice');
}

function writtenColumns(states: readonly CustomerState[]): string[] {
  return [
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
    plainArray(states.map((state) => state.signalsStale)),
  ];
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
    signalsStale: row.signals_stale,
    place: row.place,
  };
}
