import type { RecordedOrder } from '@orderweave/contracts';
import { plainArray, statement, textArray, type Transaction, rowArray, type Field } from '@orderweave/postgres';
import { orderKey, type OrderChange, type OrderState } from './order-state.js';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const HEAD = `o.order_id::text, o.channel, o.external_id, o.customer_id, o.kind, o.refunds_order, o.status, o.counts,
  to_char(o.revised_at AT TIME ZONE 'UTC', ${INSTANT}) AS revised_at, o.revision_rank, o.revision_hash,
  to_char(o.placed_at AT TIME ZONE 'UTC', ${INSTANT}) AS placed_at, o.placed_on::text, o.currency, o.base_currency,
  o.value::text, o.net::text, o.refunds, o.identifiers, o.lines_hash, o.version`;

const LOAD = statement(
  'order.load',
  `SELECT o.* FROM unnest($2::text[], $3::text[]) AS a(channel, external_id) CROSS JOIN LATERAL (
     (SELECT ${HEAD} FROM purchase_order o
       WHERE o.tenant = $1 AND o.channel = a.channel AND o.external_id = a.external_id)
     UNION ALL
     (SELECT ${HEAD} FROM purchase_order o
       WHERE o.tenant = $1 AND o.channel = a.channel AND o.refunds_order = a.external_id)) o`,
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
  currency: string;
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
    currency: row.currency,
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

// In the order of the table's columns. Numbers and texts both go as text of a row literal.
const COLUMNS = [
  ...['order_id', 'revised_at', 'placed_at', 'placed_on', 'version', 'revision_rank', 'counts', 'tenant', 'channel'],
  ...[
    'external_id',
    'customer_id',
    'kind',
    'refunds_order',
    'status',
    'revision_hash',
    'currency',
    'base_currency',
    'value',
  ],
  ...['net', 'refunds', 'identifiers', 'customer_name', 'company', 'sales_rep', 'ship_to', 'lines_hash'],
  ...['industry', 'company_size'],
];
// A document that another batch wrote meanwhile is a unique violation, which the identity lock takes for a lost race; ON CONFLICT
// would make every row dearer for that rare case.
const INSERT = statement(
  'order.insert',
  `INSERT INTO purchase_order (${COLUMNS.join(', ')}) SELECT * FROM unnest($1::purchase_order[])`,
);
// The version guards against another batch that changed the row since it was read.
const REVISE = statement(
  'order.revise',
  `UPDATE purchase_order o SET ${COLUMNS.map((name) => `${name} = n.${name}`).join(', ')}
     FROM unnest($1::purchase_order[]) AS n
    WHERE o.tenant = $2 AND o.channel = ANY($3::text[]) AND o.external_id = ANY($4::text[])
      AND o.channel = n.channel AND o.external_id = n.external_id AND o.version = n.version - 1`,
);
const SHIFT = statement(
  'order.shift',
  `UPDATE purchase_order o SET customer_id = n.customer_id, net = n.net, version = n.version
     FROM unnest($2::text[], $3::text[], $4::text[], $5::numeric[], $6::integer[])
       AS n(channel, external_id, customer_id, net, version)
    WHERE o.tenant = $1 AND o.channel = ANY($2) AND o.external_id = ANY($3)
      AND o.channel = n.channel AND o.external_id = n.external_id AND o.version = n.version - 1`,
);

/** A stated document with its new state and the place that it was delivered to. */
export interface OrderRow {
  readonly order: RecordedOrder;
  readonly state: OrderState;
  readonly shipTo: string | undefined;
}

/** Writes new documents; a unique violation when another batch has written one of them. */
export function insertOrders(tx: Transaction, rows: readonly OrderRow[]): void {
  if (rows.length > 0) tx.write(INSERT, [rowArray(rows.map(fieldsOf))]);
}

/** Writes new revisions over the ones that were read; returns how many were still as read. */
export async function reviseOrders(tx: Transaction, rows: readonly OrderRow[]): Promise<number> {
  const [first] = rows;
  if (!first) return 0;
  const keys = [({ state }: OrderRow) => state.channel, ({ state }: OrderRow) => state.externalId];
  return tx.execute(REVISE, [
    rowArray(rows.map(fieldsOf)),
    first.order.tenant,
    ...keys.map((key) => textArray([...new Set(rows.map(key))])),
  ]);
}

/** Writes whose documents are and what they are worth; returns how many were still as read. */
export async function shiftOrders(tx: Transaction, tenant: string, changes: readonly OrderChange[]): Promise<number> {
  if (changes.length === 0) return 0;
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

function fieldsOf({ order, state, shipTo }: OrderRow): Field[] {
  return [
    state.orderId,
    state.revision.updatedAt,
    state.placedAt,
    state.placedOn,
    state.version,
    state.revision.rank,
    state.counts,
    order.tenant,
    state.channel,
    state.externalId,
    state.customerId,
    state.kind,
    state.refundsOrder,
    state.status,
    state.revision.hash,
    order.currency,
    state.baseCurrency,
    state.value,
    state.net,
    state.refunds.length > 0 ? JSON.stringify(state.refunds) : null,
    textArray(state.identifiers),
    order.customerName ?? order.shipTo?.['name'],
    order.company,
    order.salesRep,
    shipTo,
    state.linesHash,
    order.industry,
    order.companySize,
  ];
}
