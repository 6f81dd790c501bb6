import { statement } from '@orderweave/postgres';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const SUMMARY = `'customerId', c.customer_id, 'name', c.name, 'company', c.company, 'owner', c.owner, 'country', c.country,
  'region', c.region, 'city', c.city, 'industry', c.industry, 'companySize', c.company_size, 'firstAt', to_char(c.first_at AT TIME ZONE 'UTC', ${INSTANT}),
  'identifiers', ARRAY(SELECT i.identifier FROM identifier i WHERE i.customer_id = c.customer_id ORDER BY i.identifier)`;
const COUNTS = `(o.counts AND o.value IS NOT NULL AND (o.kind = 'order' OR o.refunds_order IS NULL))`;
/** As `meaningOf`: counted, an order, and not refunded away. */
const PURCHASE = `(${COUNTS} AND o.kind = 'order' AND (o.net > 0 OR o.net >= o.value))`;

/** The id that an id stands for: itself or the customer that it was merged into. */
export const RESOLVE = statement(
  'read.customer-resolve',
  'SELECT coalesce(merged_into, customer_id) AS id FROM customer WHERE tenant = $1 AND customer_id = $2',
);

/** A customer without its timeline. */
export const FIND_CUSTOMER = statement(
  'read.customer',
  `SELECT json_strip_nulls(json_build_object(${SUMMARY},
     'aliases', ARRAY(SELECT a.customer_id FROM customer a WHERE a.merged_into = c.customer_id ORDER BY a.customer_id),
     'names', ARRAY(SELECT DISTINCT o.customer_name FROM purchase_order o
        WHERE o.customer_id = c.customer_id AND o.customer_name IS NOT NULL ORDER BY 1),
     'totals', (SELECT coalesce(json_agg(t), '[]') FROM (
        SELECT o.base_currency AS currency, coalesce(sum(o.net) FILTER (WHERE ${COUNTS}), 0)::text AS "netAmount",
          count(*) FILTER (WHERE ${COUNTS} AND o.kind = 'order') AS orders,
          count(*) FILTER (WHERE o.kind = 'credit-note') AS "creditNotes",
          count(DISTINCT o.placed_on) FILTER (WHERE ${PURCHASE}) AS "purchaseDays",
          (min(o.placed_on) FILTER (WHERE ${PURCHASE}))::text AS "firstPurchaseOn",
          (max(o.placed_on) FILTER (WHERE ${PURCHASE}))::text AS "lastPurchaseOn"
        FROM purchase_order o WHERE o.customer_id = c.customer_id GROUP BY o.base_currency ORDER BY o.base_currency) t),
     'contactPoints', (SELECT coalesce(json_agg(p), '[]') FROM (
        SELECT p.contact_id AS id, 'address' AS kind, to_json(p.address) AS value FROM contact_point p
         WHERE p.tenant = c.tenant AND p.contact_id IN (SELECT o.ship_to FROM purchase_order o WHERE o.customer_id = c.customer_id)
        UNION ALL
        SELECT i.identifier, split_part(i.identifier, ':', 1), to_json(substr(i.identifier, strpos(i.identifier, ':') + 1))
          FROM identifier i WHERE i.customer_id = c.customer_id AND i.identifier ~ '^(phone|email):') p)
   )) AS found
   FROM customer c WHERE c.tenant = $1 AND c.customer_id = $2`,
);

/** A page of the timeline, documents and feedback, newest first; the gap is to the purchase day before, whatever page that is on. */
export const TIMELINE = statement(
  'read.timeline',
  `SELECT t.key, to_char(t.at AT TIME ZONE 'UTC', ${INSTANT}) AS at, t.entry FROM (
   (SELECT o.channel || '/' || o.external_id AS key, o.placed_at AS at,
     json_strip_nulls(json_build_object('kind', o.kind, 'order', o.channel || '/' || o.external_id,
       'refundsOrder', o.refunds_order, 'status', o.status, 'placedAt', to_char(o.placed_at AT TIME ZONE 'UTC', ${INSTANT}),
       'placedOn', o.placed_on::text, 'netAmount', o.net::text, 'currency', o.base_currency,
       'counts', ${COUNTS}, 'purchase', ${PURCHASE},
       'gapDays', CASE WHEN ${PURCHASE} THEN o.placed_on - (SELECT max(b.placed_on) FROM purchase_order b
          WHERE b.customer_id = o.customer_id AND b.placed_on < o.placed_on
            AND ${PURCHASE.replaceAll('o.', 'b.')}) END,
       'creditNotes', (SELECT json_agg(json_build_object('order', n.channel || '/' || n.external_id, 'status', n.status,
            'placedOn', n.placed_on::text, 'value', n.value::text) ORDER BY n.placed_at, n.external_id)
          FROM purchase_order n WHERE n.tenant = o.tenant AND n.channel = o.channel AND n.refunds_order = o.external_id
           AND n.kind = 'credit-note'))) AS entry
   FROM purchase_order o
   WHERE o.tenant = $1 AND o.customer_id = $2
     AND ($3::timestamptz IS NULL OR (o.placed_at, o.channel || '/' || o.external_id) < ($3::timestamptz, $4::text))
   ORDER BY o.placed_at DESC, o.channel || '/' || o.external_id DESC LIMIT $5)
   UNION ALL
   (SELECT f.channel || '/' || f.feedback_id, f.given_at,
     json_strip_nulls(json_build_object('kind', 'feedback', 'feedback', f.channel || '/' || f.feedback_id,
       'feedbackKind', f.kind, 'score', f.score, 'sentiment', f.sentiment, 'detractor', f.detractor, 'text', f.text,
       'givenAt', to_char(f.given_at AT TIME ZONE 'UTC', ${INSTANT}), 'order', f.order_key, 'sku', f.sku))
   FROM feedback f
   WHERE f.tenant = $1 AND f.customer_id = $2
     AND ($3::timestamptz IS NULL OR (f.given_at, f.channel || '/' || f.feedback_id) < ($3::timestamptz, $4::text))
   ORDER BY f.given_at DESC, f.channel || '/' || f.feedback_id DESC LIMIT $5)) t
   ORDER BY t.at DESC, t.key DESC LIMIT $5`,
);

/** Customers in the order of their ids; with an identifier: those whose it is, or whose customer ids it stands with. */
export const LIST = statement(
  'read.customers',
  `SELECT c.customer_id AS id, json_strip_nulls(json_build_object(${SUMMARY})) AS found FROM customer c
    WHERE c.tenant = $1 AND c.merged_into IS NULL AND c.customer_id > $2
    ORDER BY c.customer_id LIMIT $3`,
);
export const LIST_BY_IDENTIFIER = statement(
  'read.customers-by-identifier',
  `SELECT c.customer_id AS id, json_strip_nulls(json_build_object(${SUMMARY})) AS found FROM customer c
    WHERE c.tenant = $1 AND c.customer_id > $2 AND c.customer_id IN (
      SELECT i.customer_id FROM identifier i WHERE i.tenant = $1 AND i.identifier = $4
      UNION ALL
      SELECT i.customer_id FROM identifier_link l
        JOIN identifier i ON i.tenant = l.tenant AND i.identifier = l.customer_identifier
       WHERE l.tenant = $1 AND l.identifier = $4)
    ORDER BY c.customer_id LIMIT $3`,
);
