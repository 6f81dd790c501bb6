import type { ColumnMap } from './column-map.js';

/** UCI Online Retail (Chen 2015): an invoice is an order, an invoice starting with C a credit note. */
export const ONLINE_RETAIL: ColumnMap = {
  name: 'online-retail',
  timeZone: 'Europe/London',
  baseCurrency: 'GBP',
  slashDates: 'month-first',
  creditNotePrefix: 'C',
  order: {
    channel: { value: 'online-retail' },
    externalId: { column: 'InvoiceNo' },
    status: { value: 'completed' },
    placedAt: { column: 'InvoiceDate' },
    currency: { value: 'GBP' },
    country: { column: 'Country', optional: true },
  },
  identifiers: [{ kind: 'customer-id', source: { column: 'CustomerID', stripSuffix: '.0' } }],
  line: {
    sku: { column: 'StockCode' },
    name: { column: 'Description', optional: true },
    quantity: { column: 'Quantity' },
    unitPrice: { column: 'UnitPrice' },
  },
};

/** One row a line, columns by their plain names; times with an offset. */
export const GENERIC: ColumnMap = {
  name: 'generic',
  order: {
    channel: { column: 'channel', value: 'file' },
    externalId: { column: 'order_id' },
    kind: { column: 'kind', optional: true },
    refundsOrder: { column: 'refunds_order', optional: true },
    status: { column: 'status', optional: true },
    placedAt: { column: 'placed_at' },
    updatedAt: { column: 'updated_at', optional: true },
    currency: { column: 'currency' },
    customerName: { column: 'customer_name', optional: true },
    company: { column: 'company', optional: true },
    industry: { column: 'industry', optional: true },
    companySize: { column: 'company_size', optional: true },
    salesRep: { column: 'sales_rep', optional: true },
    country: { column: 'country', optional: true },
    shipping: { column: 'shipping', optional: true },
    tax: { column: 'tax', optional: true },
  },
  identifiers: [
    { kind: 'customer-id', source: { column: 'customer_id' } },
    { kind: 'email', source: { column: 'email', optional: true } },
    { kind: 'phone', source: { column: 'phone', optional: true } },
  ],
  line: {
    sku: { column: 'sku' },
    name: { column: 'name', optional: true },
    category: { column: 'category', optional: true },
    quantity: { column: 'quantity' },
    unitPrice: { column: 'unit_price' },
    discount: { column: 'discount', optional: true },
  },
};

/** The maps that need no document, by name. */
export const BUILT_IN_MAPS: ReadonlyMap<string, ColumnMap> = new Map(
  [ONLINE_RETAIL, GENERIC].map((map) => [map.name, map]),
);
