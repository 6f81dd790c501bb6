import type { RecordedOrder } from '@orderweave/contracts';
import { formatAmount, parseAmount, type Amount } from '@orderweave/domain-ordering';
import { rankAll } from '@orderweave/domain-segmentation';
import type { System } from '@orderweave/testing';
import pg from 'pg';

/** Customer (its identifier) → amount and tier in the month. */
type State = Map<string, { amount: string; tier: string | null }>;

/** Both sides end with the amounts and tiers of a recomputation, and each one's last alert names the tier. @throws where not */
export async function checkEndState(
  system: System,
  plainUrl: string,
  month: string,
  streams: { ours: Iterable<RecordedOrder>; plain: Iterable<RecordedOrder> },
): Promise<Record<string, number>> {
  const identifiersOf = await query<{ customer_id: string; identifier: string; net_amount: string; tier: string }>(
    system.databaseUrl('segmentation'),
    `SELECT m.customer_id, c.identifiers[1] AS identifier, m.amount::text AS net_amount, t.live_tier AS tier
       FROM month_amount m JOIN profile c USING (tenant, customer_id) LEFT JOIN month_tier t USING (tenant, month, customer_id)
      WHERE m.month = $1`,
    [month],
  );
  const ours: State = new Map(
    identifiersOf.map((row) => [row.identifier, { amount: plainDecimal(row.net_amount), tier: row.tier }]),
  );
  compare('orderweave', ours, recompute(streams.ours));
  const ourAlerts = await query<{ customer_id: string; to: string }>(
    system.databaseUrl('notification'),
    `SELECT DISTINCT ON (customer_id) customer_id, transition ->> 'to' AS to FROM alert ORDER BY customer_id, changed_xid DESC`,
    [],
  );
  const named = new Map(identifiersOf.map((row) => [row.customer_id, row.tier]));
  const unnamed = ourAlerts.filter((alert) => named.get(alert.customer_id) !== alert.to);
  if (unnamed.length > 0 || ourAlerts.length !== named.size) {
    throw new Error(`last alerts of orderweave do not name the tier: ${JSON.stringify(unnamed.slice(0, 3))}`);
  }
  const plainRows = await query<{ customer: string; amount: string; tier: string | null }>(
    plainUrl,
    'SELECT "customerId" AS customer, amount::text, tier FROM plain_month WHERE month = $1',
    [month],
  );
  const plain: State = new Map(
    plainRows.map((row) => [row.customer, { amount: plainDecimal(row.amount), tier: row.tier }]),
  );
  compare('the plain way', plain, recompute(streams.plain));
  const count = async (url: string, text: string) => (await query<{ n: number }>(url, text, []))[0]?.n ?? 0;
  return {
    'alerts of ours': await count(system.databaseUrl('notification'), 'SELECT count(*)::int AS n FROM alert'),
    'alerts of the peer': await count(plainUrl, 'SELECT count(*)::int AS n FROM plain_alert'),
  };
}

function recompute(orders: Iterable<RecordedOrder>): State {
  const amounts = new Map<string, Amount>();
  for (const { identifiers, value } of orders) {
    const [customer = ''] = identifiers;
    amounts.set(customer, (amounts.get(customer) ?? 0n) + parseAmount(value ?? '0'));
  }
  const ranks = rankAll(amounts, { preset: 'rank-20-60-20' });
  return new Map(
    [...amounts].map(([customer, amount]) => [
      customer,
      { amount: formatAmount(amount), tier: ranks.get(customer)?.tier ?? null },
    ]),
  );
}

function compare(side: string, found: State, expected: State): void {
  const wrong = [...expected].filter(([customer, state]) => {
    const own = found.get(customer);
    return own?.amount !== state.amount || own.tier !== state.tier;
  });
  if (wrong.length > 0 || found.size !== expected.size) {
    const [customer = '', state] = wrong[0] ?? [];
    const text = JSON.stringify({ customer, state, found: found.get(customer) });
    throw new Error(
      `${side} ends in another state: ${wrong.length} of ${expected.size} customers differ, such as ${text}`,
    );
  }
}

const plainDecimal = (text: string): string => formatAmount(parseAmount(text));

async function query<T extends pg.QueryResultRow>(url: string, text: string, values: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}
