import type { Transaction } from '@orderweave/postgres';
import { RaceLostError } from '../identity/tenant-lock.js';
import { contactIdOf, ContactPointStore } from './contact-point.store.js';
import { insertLines, removeLines } from './line.store.js';
import { insertOrders, reviseOrders, shiftOrders, type OrderRow } from './order.store.js';
import type { OrderChange, Statement } from './order-state.js';
import { ProductStore } from './product.store.js';

/** Writes what a batch changes of orders, lines, contact points and products: one statement a table. */
export class NetworkWriter {
  private readonly products = new ProductStore();
  private readonly contactPoints = new ContactPointStore();

  /** Throws `RaceLostError` when a document is no longer as it was read. */
  async write(tx: Transaction, tenant: string, changes: readonly OrderChange[]): Promise<void> {
    const sorted = [...changes].sort((a, b) => (a.key < b.key ? -1 : 1));
    const fresh = sorted.filter(({ before }) => before === undefined);
    const revised = sorted.filter(({ before, statement }) => before !== undefined && statement !== undefined);
    const shifted = sorted.filter(({ statement }) => statement === undefined);
    insertOrders(tx, fresh.flatMap(rowOf));
    const revisedRows = await reviseOrders(tx, revised.flatMap(rowOf));
    const shiftedRows = await shiftOrders(tx, tenant, shifted);
    if (revisedRows < revised.length || shiftedRows < shifted.length) {
      throw new RaceLostError('a document changed since it was read');
    }
    writeLines(tx, sorted);
    this.contactPoints.save(tx, tenant, statements(sorted));
  }

  /** Writes the products that a batch names. Comes last: every batch names the same ones, and whoever waits for their rows waits for a commit. */
  writeProducts(tx: Transaction, tenant: string, changes: readonly OrderChange[]): void {
    this.products.save(tx, tenant, statements(changes));
  }
}

function statements(changes: readonly OrderChange[]): Statement[] {
  return changes.flatMap(({ statement }) => statement ?? []);
}

function rowOf({ after, statement }: OrderChange): OrderRow[] {
  return statement ? [{ order: statement.order, state: after, shipTo: contactIdOf(statement.order.shipTo) }] : [];
}

function writeLines(tx: Transaction, changes: readonly OrderChange[]): void {
  const rewritten = changes.flatMap(({ before, after, statement }) =>
    statement && before?.linesHash !== after.linesHash
      ? [{ orderId: after.orderId, lines: statement.order.lines, isNew: before === undefined }]
      : [],
  );
  const old = rewritten.filter(({ isNew }) => !isNew).map(({ orderId }) => orderId);
  if (old.length > 0) removeLines(tx, old);
  if (rewritten.length > 0) insertLines(tx, rewritten);
}
