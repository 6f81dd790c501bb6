import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { Statement } from './order-state.js';

// A product is called what the earliest order calls it, whatever order the messages come in; lines keep their own wording.
const SAVE = statement(
  'product.save',
  `INSERT INTO product (tenant, sku, name, category, first_at)
   SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[])
   ON CONFLICT (tenant, sku) DO UPDATE SET name = excluded.name, category = excluded.category, first_at = excluded.first_at
    WHERE (excluded.first_at, excluded.name, excluded.category) < (product.first_at, product.name, product.category)`,
);
const REMEMBERED = 200_000;

interface Product {
  readonly sku: string;
  readonly name: string | undefined;
  readonly category: string | undefined;
  readonly firstAt: string;
}

/** Products by SKU. Remembers what is stored for sure, since nearly every line names a product that is long known. */
export class ProductStore {
  /** By tenant, then by SKU. */
  private readonly firstAt = new Map<string, Map<string, string>>();

  /** Writes the products that orders are the first to name. */
  save(tx: Transaction, tenant: string, statements: readonly Statement[]): void {
    const found = new Map<string, Product>();
    const stored = this.firstAt.get(tenant);
    for (const { order } of statements) {
      for (const { sku, name, category } of order.lines) {
        const known = stored?.get(sku);
        if (known !== undefined && known < order.placedAt) continue;
        const product = { sku, name, category, firstAt: order.placedAt };
        const other = found.get(sku);
        if (!other || isBefore(product, other)) found.set(sku, product);
      }
    }
    if (found.size === 0) return;
    const products = [...found.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
    tx.write(SAVE, [
      tenant,
      textArray(products.map(({ sku }) => sku)),
      textArray(products.map(({ name }) => name ?? '')),
      textArray(products.map(({ category }) => category ?? '')),
      plainArray(products.map(({ firstAt }) => firstAt)),
    ]);
    tx.onCommit(() => this.remember(tenant, products));
  }

  private remember(tenant: string, products: readonly Product[]): void {
    let stored = this.firstAt.get(tenant);
    if (!stored || stored.size > REMEMBERED) this.firstAt.set(tenant, (stored = new Map()));
    for (const { sku, firstAt } of products) stored.set(sku, firstAt);
  }
}

function isBefore(a: Product, b: Product): boolean {
  if (a.firstAt !== b.firstAt) return a.firstAt < b.firstAt;
  return `${a.name ?? ''}\n${a.category ?? ''}` < `${b.name ?? ''}\n${b.category ?? ''}`;
}
