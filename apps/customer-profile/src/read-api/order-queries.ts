import { statement, type Database } from '@orderweave/postgres';
import type { OrderView } from './order-view.js';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', ${INSTANT})`;

const FIND = statement(
  'read.order',
  `SELECT json_strip_nulls(json_build_object(
     'channel', o.channel, 'externalId', o.external_id, 'customerId', o.customer_id, 'kind', o.kind,
     'refundsOrder', o.refunds_order, 'status', o.status,
     'counts', o.counts AND o.value IS NOT NULL AND (o.kind = 'order' OR o.refunds_order IS NULL),
     'placedAt', ${instant('o.placed_at')}, 'placedOn', o.placed_on::text, 'updatedAt', ${instant('o.revised_at')},
     'currency', o.currency, 'baseCurrency', o.base_currency, 'value', o.value::text, 'netAmount', o.net::text,
     'refunds', coalesce(o.refunds, '[]'), 'identifiers', o.identifiers, 'customerName', o.customer_name,
     'company', o.company, 'salesRep', o.sales_rep, 'shipTo', p.address,
     'creditNotes', (SELECT coalesce(json_agg(json_build_object('externalId', n.external_id, 'status', n.status,
          'placedAt', ${instant('n.placed_at')}, 'value', n.value::text) ORDER BY n.placed_at, n.external_id), '[]')
        FROM purchase_order n WHERE n.tenant = o.tenant AND n.channel = o.channel AND n.refunds_order = o.external_id
         AND n.kind = 'credit-note'),
     'lines', (SELECT coalesce(json_agg(json_build_object('sku', l.sku, 'name', l.name, 'category', nullif(t.category, ''),
          'quantity', l.quantity::text, 'unitPrice', l.unit_price::text, 'discount', l.discount::text,
          'amount', trim_scale(l.quantity * l.unit_price - l.discount)::text) ORDER BY l.line_no), '[]')
        FROM order_line l LEFT JOIN product t ON t.tenant = o.tenant AND t.sku = l.sku WHERE l.order_id = o.order_id)
   )) AS found, c.owner
   FROM purchase_order o LEFT JOIN customer c ON c.customer_id = o.customer_id
     LEFT JOIN contact_point p ON p.tenant = o.tenant AND p.contact_id = o.ship_to
   WHERE o.tenant = $1 AND o.channel = $2 AND o.external_id = $3`,
);

/** One document with its lines, and the owner of its customer; undefined when there is none. */
export async function findOrder(
  database: Database,
  tenant: string,
  { channel, externalId }: { channel: string; externalId: string },
): Promise<{ found: OrderView; owner: string | null } | undefined> {
  const [row] = await database.query<{ found: OrderView; owner: string | null }>(FIND, [tenant, channel, externalId]);
  return row;
}
