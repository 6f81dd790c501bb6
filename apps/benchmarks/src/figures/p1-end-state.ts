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
  const changes = await query<{ customer_id: string; from: string | null; to: string | null }>(
    system.databaseUrl('notification'),
    `SELECT customer_id, transition ->> 'from' AS from, transition ->> 'to' AS to FROM alert`,
    [],
  );
  checkChains(changes, new Map(identifiersOf.map((row) => [row.customer_id, row.tier])));
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

/** A customer's alerts form one path from no tier to the present one: every change alerted, each once. */
function checkChains(
  changes: readonly { customer_id: string; from: string | null; to: string | null }[],
  tiers: ReadonlyMap<string, string | null>,
): void {
  const balances = new Map<string, Map<string | null, number>>();
  for (const { customer_id, from, to } of changes) {
    const balance = balances.get(customer_id) ?? new Map<string | null, number>();
    balances.set(customer_id, balance.set(to, (balance.get(to) ?? 0) + 1));
    balance.set(from, (balance.get(from) ?? 0) - 1);
  }
  for (const [customer, tier] of tiers) {
    const balance = balances.get(customer);
    const loose = [...(balance ?? [])].filter(([at, count]) => count !== (at === tier ? 1 : at === null ? -1 : 0));
    if (!balance || loose.length > 0) throw new Error(`the alerts of ${customer} do not lead to its tier ${tier}`);
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
