import { hash } from 'node:crypto';
import type { RecordedOrder } from '@orderweave/contracts';
import { jsonArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { Statement } from './order-state.js';

const SAVE = statement(
  'contact-point.save',
  `INSERT INTO contact_point (tenant, contact_id, address)
   SELECT $1, * FROM unnest($2::text[], $3::jsonb[]) ON CONFLICT DO NOTHING`,
);
const FIELDS = ['street', 'city', 'region', 'postalCode', 'country'] as const;
const REMEMBERED = 200_000;

/** The id of a place: the same for spellings that differ in case and spaces only; undefined without any part of an address. */
export function contactIdOf(shipTo: RecordedOrder['shipTo']): string | undefined {
  if (!shipTo) return undefined;
  const parts = FIELDS.map((field) => (shipTo[field] ?? '').trim().replace(/\s+/g, ' ').toLowerCase());
  if (parts.every((part) => part === '')) return undefined;
  return `cp_${hash('sha256', parts.join('\n'), 'hex').slice(0, 20)}`;
}

/** Places that orders go to. Remembers what is stored for sure: most orders go where others went before. */
export class ContactPointStore {
  private readonly stored = new Set<string>();

  /** Writes places seen for the first time. */
  save(tx: Transaction, tenant: string, statements: readonly Statement[]): void {
    const found = new Map<string, Record<string, string>>();
    for (const { order } of statements) {
      const id = contactIdOf(order.shipTo);
      if (id === undefined || this.stored.has(`${tenant}\n${id}`)) continue;
      const shipTo = order.shipTo ?? {};
      const present = FIELDS.filter((field) => shipTo[field]);
      found.set(id, Object.fromEntries(present.map((field) => [field, shipTo[field] ?? ''])));
    }
    if (found.size === 0) return;
    const ids = [...found.keys()].sort();
    tx.write(SAVE, [tenant, textArray(ids), jsonArray(ids.map((id) => found.get(id)))]);
    tx.onCommit(() => {
      if (this.stored.size > REMEMBERED) this.stored.clear();
      for (const id of ids) this.stored.add(`${tenant}\n${id}`);
    });
  }
}
