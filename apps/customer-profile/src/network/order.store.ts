import type { RecordedOrder } from '@orderweave/contracts';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { orderKey, type OrderChange, type OrderState } from './order-state.js';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const HEAD = `o.order_id::text, o.channel, o.external_id, o.customer_id, o.kind, o.refunds_order, o.status, o.counts,
  to_char(o.revised_at AT TIME ZONE 'UTC', ${INSTANT}) AS revised_at, o.revision_rank, o.revision_hash,
  to_char(o.placed_at AT TIME ZONE 'UTC', ${INSTANT}) AS placed_at, o.placed_on::text, o.base_currency,
  o.value::text, o.net::text, o.refunds, o.identifiers, o.lines_hash, o.version`;

const LOAD = statement(
  'order.load',
  `SELECT ${HEAD} FROM unnest($2::text[], $3::text[]) AS a(channel, external_id)
     JOIN purchase_order o ON o.tenant = $1 AND o.channel = a.channel AND o.external_id = a.external_id
   UNION ALL
   SELECT ${HEAD} FROM unnest($2::text[], $3::text[]) AS a(channel, external_id)
     JOIN purchase_order o ON o.tenant = $1 AND o.channel = a.channel AND o.refunds_order = a.external_id`,
);
const OF_CUSTOMERS = statement(
  'order.of-customers',
  `SELECT ${HEAD} FROM purchase_order o WHERE o.tenant = $1 AND o.customer_id = ANY($2::text[])`,
);
// Seldom and on purpose without an index: only when an identifier stops being shared.
const CARRYING = statement(
  'order.carrying',
  `SELECT ${HEAD} FROM purchase_order o WHERE o.tenant = $1 AND o.identifiers && $2::text[]`,
);

interface HeadRow {
  order_id: string;
  channel: string;
  external_id: string;
  customer_id: string | null;
  kind: RecordedOrder['kind'];
  refunds_order: string | null;
  status: RecordedOrder['status'];
  counts: boolean;
  revised_at: string;
  revision_rank: number;
  revision_hash: string;
  placed_at: string;
  placed_on: string;
  base_currency: string;
  value: string | null;
  net: string | null;
  refunds: RecordedOrder['refunds'] | null;
  identifiers: string[];
  lines_hash: string;
  version: number;
}

/** Documents by key, and the credit notes that name any of them. */
export async function loadOrders(tx: Transaction, tenant: string, keys: Iterable<string>) {
  const all = [...keys];
  const channels = all.map((key) => key.slice(0, key.indexOf('/')));
  const externalIds = all.map((key) => key.slice(key.indexOf('/') + 1));
  return byKey(await tx.query<HeadRow>(LOAD, [tenant, textArray(channels), textArray(externalIds)]));
}

/** All documents of customers. */
export async function loadOrdersOf(tx: Transaction, tenant: string, customerIds: Iterable<string>) {
  return byKey(await tx.query<HeadRow>(OF_CUSTOMERS, [tenant, textArray([...customerIds])]));
}

/** All documents that carry any of the identifiers. */
export async function loadOrdersCarrying(tx: Transaction, tenant: string, identifiers: readonly string[]) {
  return byKey(await tx.query<HeadRow>(CARRYING, [tenant, textArray(identifiers)]));
}

function byKey(rows: readonly HeadRow[]): Map<string, OrderState> {
  return new Map(rows.map(stateOf).map((state) => [orderKey(state), state]));
}

function stateOf(row: HeadRow): OrderState {
  return {
    orderId: Number(row.order_id),
    channel: row.channel,
    externalId: row.external_id,
    customerId: row.customer_id,
    kind: row.kind,
    status: row.status,
    counts: row.counts,
    revision: { updatedAt: row.revised_at, rank: row.revision_rank, hash: row.revision_hash },
    placedAt: row.placed_at,
    placedOn: row.placed_on,
    baseCurrency: row.base_currency,
    refunds: row.refunds ?? [],
    identifiers: row.identifiers,
    linesHash: row.lines_hash,
    version: row.version,
    ...(row.refunds_order !== null && { refundsOrder: row.refunds_order }),
    ...(row.value !== null && { value: row.value }),
    ...(row.net !== null && { net: row.net }),
  };
}

const COLUMNS = [
  ['order_id', 'bigint'],
  ['revised_at', 'timestamptz'],
  ['placed_at', 'timestamptz'],
  ['placed_on', 'date'],
  ['version', 'integer'],
  ['revision_rank', 'smallint'],
  ['counts', 'boolean'],
  ['channel', 'text'],
  ['external_id', 'text'],
  ['customer_id', 'text'],
  ['kind', 'text'],
  ['refunds_order', 'text'],
  ['status', 'text'],
  ['revision_hash', 'text'],
  ['currency', 'text'],
  ['base_currency', 'text'],
  ['value', 'numeric'],
  ['net', 'numeric'],
  ['refunds', 'jsonb'],
  ['identifiers', 'text'],
  ['customer_name', 'text'],
  ['company', 'text'],
  ['sales_rep', 'text'],
  ['ship_to', 'text'],
  ['lines_hash', 'text'],
] as const;
const NAMES = COLUMNS.map(([name]) => name).join(', ');
const ARRAYS = COLUMNS.map(([, type], index) => `$${index + 2}::${type}[]`).join(', ');
const VALUES = COLUMNS.map(([name]) => (name === 'identifiers' ? 'n.identifiers::text[]' : `n.${name}`));

// Rows without identity keep the order that they came in: the batch's keys are sorted, so replicas never wait in a circle.
const INSERT = statement(
  'order.insert',
  `INSERT INTO purchase_order (tenant, ${NAMES})
   SELECT $1, ${VALUES.join(', ')} FROM unnest(${ARRAYS}) AS n(${NAMES}) ON CONFLICT DO NOTHING`,
);
// The version guards against another batch that changed the row since it was read.
const REVISE = statement(
  'order.revise',
  `UPDATE purchase_order o SET ${COLUMNS.map(([name], index) => `${name} = ${VALUES[index]}`).join(', ')}
     FROM unnest(${ARRAYS}) AS n(${NAMES})
    WHERE o.tenant = $1 AND o.channel = n.channel AND o.external_id = n.external_id AND o.version = n.version - 1`,
);
const SHIFT = statement(
  'order.shift',
  `UPDATE purchase_order o SET customer_id = n.customer_id, net = n.net, version = n.version
     FROM unnest($2::text[], $3::text[], $4::text[], $5::numeric[], $6::integer[])
       AS n(channel, external_id, customer_id, net, version)
    WHERE o.tenant = $1 AND o.channel = n.channel AND o.external_id = n.external_id AND o.version = n.version - 1`,
);

/** A change with the address that the document was delivered to. */
export interface OrderRow {
  readonly change: OrderChange;
  readonly shipTo: string | null;
}

/** Writes new documents; returns how many were really new. */
export function insertOrders(tx: Transaction, tenant: string, rows: readonly OrderRow[]): Promise<number> {
  return tx.execute(INSERT, [tenant, ...columnsOf(rows)]);
}

/** Writes new revisions over the ones that were read; returns how many were still as read. */
export function reviseOrders(tx: Transaction, tenant: string, rows: readonly OrderRow[]): Promise<number> {
  return tx.execute(REVISE, [tenant, ...columnsOf(rows)]);
}

/** Writes whose documents are and what they are worth; returns how many were still as read. */
export function shiftOrders(tx: Transaction, tenant: string, changes: readonly OrderChange[]): Promise<number> {
  const states = changes.map(({ after }) => after);
  return tx.execute(SHIFT, [
    tenant,
    textArray(states.map(({ channel }) => channel)),
    textArray(states.map(({ externalId }) => externalId)),
    textArray(states.map(({ customerId }) => customerId)),
    plainArray(states.map(({ net }) => net)),
    plainArray(states.map(({ version }) => version)),
  ]);
}

function columnsOf(rows: readonly OrderRow[]): string[] {
  const states = rows.map(({ change }) => change.after);
  const orders = rows.map(({ change }) => change.statement?.order);
  return [
    plainArray(states.map(({ orderId }) => orderId)),
    plainArray(states.map(({ revision }) => revision.updatedAt)),
    plainArray(states.map(({ placedAt }) => placedAt)),
    plainArray(states.map(({ placedOn }) => placedOn)),
    plainArray(states.map(({ version }) => version)),
    plainArray(states.map(({ revision }) => revision.rank)),
    plainArray(states.map(({ counts }) => counts)),
    textArray(states.map(({ channel }) => channel)),
    textArray(states.map(({ externalId }) => externalId)),
    textArray(states.map(({ customerId }) => customerId)),
    plainArray(states.map(({ kind }) => kind)),
    textArray(states.map(({ refundsOrder }) => refundsOrder)),
    plainArray(states.map(({ status }) => status)),
    textArray(states.map(({ revision }) => revision.hash)),
    textArray(orders.map((order) => order?.currency)),
    textArray(states.map(({ baseCurrency }) => baseCurrency)),
    plainArray(states.map(({ value }) => value)),
    plainArray(states.map(({ net }) => net)),
    textArray(states.map(({ refunds }) => (refunds.length > 0 ? JSON.stringify(refunds) : null))),
    textArray(states.map(({ identifiers }) => textArray(identifiers))),
    textArray(orders.map((order) => order?.customerName ?? order?.shipTo?.['name'])),
    textArray(orders.map((order) => order?.company)),
    textArray(orders.map((order) => order?.salesRep)),
    textArray(rows.map(({ shipTo }) => shipTo)),
    plainArray(states.map(({ linesHash }) => linesHash)),
  ];
}
