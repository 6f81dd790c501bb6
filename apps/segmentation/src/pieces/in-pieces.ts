import type { Statement, Transaction } from '@orderweave/postgres';

/** Customers of one statement: what lasts for seconds would be broken off once there are more of them. */
const PIECE = 5_000;

/**
 * Runs a statement over a tenant's customers by id, some at a time. Its last two values are the id to go on after and how many; it returns
 * the `last` id that it came to, null at the end.
 */
export async function inPieces(tx: Transaction, query: Statement, values: readonly unknown[]): Promise<void> {
  for (let after: string | null = ''; after !== null;) {
    const [piece]: { last: string | null }[] = await tx.query(query, [...values, after, PIECE]);
    after = piece?.last ?? null;
  }
}
