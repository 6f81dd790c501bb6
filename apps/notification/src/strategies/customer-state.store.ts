import type { CustomerState } from '@orderweave/domain-notification';
import type { CustomerId } from '../merges/customer-id.js';
import { lockOf } from './merged-entitlement.store.js';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const COLUMNS = `tenant, customer_id AS "customerId", owner, state, value, month, recorded_at AS "recordedAt",
  effective_at AS "effectiveAt", transition_id AS "transitionId"`;
// What is told late or again changes nothing; the order is that of `isLater`. Whoever may be granted something is locked in the same
// statement, after all states have moved: the grants come with the next one, which sees what a merge has committed by then.
const MOVE = statement(
  'customer-state.move',
  `WITH moved AS (
   INSERT INTO customer_state AS known (tenant, customer_id, owner, state, value, month, recorded_at, effective_at, transition_id)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
     $8::timestamptz[], $9::text[])
   ON CONFLICT (tenant, customer_id, state) DO UPDATE
      SET value = excluded.value, owner = excluded.owner, month = excluded.month, recorded_at = excluded.recorded_at,
          effective_at = excluded.effective_at, transition_id = excluded.transition_id
    WHERE (excluded.month, excluded.recorded_at, excluded.effective_at, excluded.transition_id COLLATE "C")
        > (known.month, known.recorded_at, known.effective_at, known.transition_id COLLATE "C")
   RETURNING *)
   SELECT ${COLUMNS}, (SELECT ${lockOf('moved')} WHERE locked) FROM (
     SELECT moved.*, locked FROM moved JOIN unnest($1::text[], $2::text[], $4::text[], $10::boolean[])
       AS told (tenant, customer_id, state, locked) USING (tenant, customer_id, state)
     ORDER BY tenant, customer_id OFFSET 0) moved`,
);
const PAGE = statement(
  'customer-state.page',
  `SELECT ${COLUMNS} FROM customer_state WHERE tenant = $1 AND customer_id >= $2 AND customer_id IN (
     SELECT DISTINCT customer_id FROM customer_state WHERE tenant = $1 AND customer_id >= $2 ORDER BY customer_id LIMIT $3)
   ORDER BY customer_id, state FOR UPDATE`,
);

const OF_CUSTOMERS = statement(
  'customer-state.of-customers',
  `SELECT ${COLUMNS} FROM customer_state WHERE (tenant, customer_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
   ORDER BY tenant, customer_id, state FOR UPDATE`,
);

type Row = Omit<CustomerState, 'owner' | 'recordedAt' | 'effectiveAt'> & {
  owner: string | null;
  recordedAt: Date;
  effectiveAt: Date;
};

/**
 * Moves customers on to their latest states, at most one a customer and state, sorted; returns those that are news. Customers of these
 * that `mayGain` something are locked as by `lockCustomers`.
 */
export async function moveStates(
  tx: Transaction,
  states: readonly CustomerState[],
  mayGain: (state: CustomerState) => boolean,
): Promise<CustomerState[]> {
  const texts = (of: (state: CustomerState) => string | null | undefined) => textArray(states.map(of));
  const instants = (of: (state: CustomerState) => number) =>
    plainArray(states.map((state) => new Date(of(state)).toISOString()));
  const rows = await tx.query<Row & Record<string, unknown>>(MOVE, [
    texts(({ tenant }) => tenant),
    texts(({ customerId }) => customerId),
    texts(({ owner }) => owner),
    texts(({ state }) => state),
    texts(({ value }) => value),
    texts(({ month }) => month),
    instants(({ recordedAt }) => recordedAt),
    instants(({ effectiveAt }) => effectiveAt),
    texts(({ transitionId }) => transitionId),
    plainArray(states.map(mayGain)),
  ]);
  return rows.map(stateOf);
}

/** All states of so many customers of a tenant, from a customer on, by id; locked. */
export async function pageOfStates(
  tx: Transaction,
  tenant: string,
  { from, customers }: { from: string; customers: number },
): Promise<CustomerState[]> {
  return (await tx.query<Row & Record<string, unknown>>(PAGE, [tenant, from, customers])).map(stateOf);
}

/** All states of these customers, locked. */
export async function statesOf(tx: Transaction, customers: readonly CustomerId[]): Promise<CustomerState[]> {
  const keys = [customers.map(({ tenant }) => tenant), customers.map(({ customerId }) => customerId)].map(textArray);
  return (await tx.query<Row & Record<string, unknown>>(OF_CUSTOMERS, keys)).map(stateOf);
}

function stateOf({ owner, recordedAt, effectiveAt, ...row }: Row): CustomerState {
  const moments = { recordedAt: recordedAt.getTime(), effectiveAt: effectiveAt.getTime() };
  return { ...row, owner: owner ?? undefined, ...moments };
}
