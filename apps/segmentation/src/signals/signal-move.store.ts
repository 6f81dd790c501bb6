import type { Day } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

// As of the tenant's day: signals that begin on a later one begin by time. Who is not to be judged by signals needs none of it.
const ADD = statement(
  'signal-move.add',
  `INSERT INTO signal_move (tenant, customer_id, order_key, joined, moved_on)
   SELECT t.*, coalesce(d.day, k.target_day)
     FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) AS t (tenant, customer_id, order_key, joined)
     JOIN tenant_clock k ON k.tenant = t.tenant
     LEFT JOIN turned_day d ON d.tenant = t.tenant
     JOIN customer c ON c.tenant = t.tenant AND c.customer_id = t.customer_id AND (c.signals_stale OR EXISTS (
       SELECT FROM signal_watch w WHERE w.tenant = c.tenant AND w.customer_id = c.customer_id AND w.due_on IS NOT NULL))
    ORDER BY t.tenant, t.customer_id, t.order_key
   ON CONFLICT (tenant, customer_id, order_key) DO UPDATE SET joined = excluded.joined, moved_on = excluded.moved_on`,
);
const TAKE = statement(
  'signal-move.take',
  `DELETE FROM signal_move WHERE tenant = $1 AND customer_id = ANY($2::text[])
   RETURNING customer_id, order_key, joined, moved_on`,
);

/** Something that passed from one customer to another. */
export interface SignalMove {
  readonly tenant: string;
  readonly customerId: string;
  /** Null for feedback. */
  readonly order: string | null;
  /** Whether it joined this customer, or left it. */
  readonly joined: boolean;
}

/** The same, as it is stored. */
export interface KnownMove extends Pick<SignalMove, 'order' | 'joined'> {
  /** The tenant's day on which that was found. */
  readonly movedOn: Day;
}

/** Notes what passed between customers who wait to be judged, in the transaction that takes it over. A customer and order once. */
export function addMoves(tx: Transaction, moves: readonly SignalMove[]): void {
  const keyed = new Map(moves.map((move) => [`${move.tenant}/${move.customerId}\n${move.order ?? ''}`, move]));
  const all = [...keyed.values()];
  tx.write(ADD, [
    textArray(all.map(({ tenant }) => tenant)),
    textArray(all.map(({ customerId }) => customerId)),
    textArray(all.map(({ order }) => order ?? '')),
    plainArray(all.map(({ joined }) => joined)),
  ]);
}

/** Takes the moves of customers that are judged in this transaction. */
export async function takeMoves(
  tx: Transaction,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, KnownMove[]>> {
  const moves = new Map<string, KnownMove[]>(customerIds.map((id) => [id, []]));
  const rows = await tx.query<{ customer_id: string; order_key: string; joined: boolean; moved_on: Day }>(TAKE, [
    tenant,
    textArray(customerIds),
  ]);
  for (const { customer_id, order_key, joined, moved_on } of rows) {
    moves.get(customer_id)!.push({ order: order_key === '' ? null : order_key, joined, movedOn: moved_on });
  }
  return moves;
}
