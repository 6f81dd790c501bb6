import { Readable } from 'node:stream';
import type { Database } from '@orderweave/postgres';
import { csvRow } from '@orderweave/service';
import { listEntitlements, type EntitlementFilter, type HeldEntitlement } from './read-entitlements.js';

const PAGE = 1_000;
const COLUMNS: Readonly<Record<string, (row: HeldEntitlement) => string | number | boolean | null>> = {
  customer_id: ({ customerId }) => customerId,
  kind: ({ kind }) => kind,
  strategy: ({ strategy }) => strategy,
  active: ({ active }) => active,
  since: ({ since }) => since.toISOString(),
  until: ({ until }) => until?.toISOString() ?? null,
  ended_at: ({ endedAt }) => endedAt?.toISOString() ?? null,
  detail: ({ detail }) => detail,
  state: ({ state }) => state,
  value: ({ value }) => value,
  rules_version: ({ rulesVersion }) => rulesVersion,
};

/** Entitlements as CSV, one row each by customer, read page by page as fast as the receiver takes them. */
export function streamEntitlementsCsv(database: Database, filter: EntitlementFilter): Readable {
  return Readable.from(pagesOf(database, filter));
}

async function* pagesOf(database: Database, filter: EntitlementFilter): AsyncGenerator<string> {
  yield csvRow(Object.keys(COLUMNS));
  let last: HeldEntitlement | undefined;
  for (;;) {
    const rows: HeldEntitlement[] = await listEntitlements(database, filter, PAGE, last);
    if (rows.length > 0) yield rows.map((row) => csvRow(Object.values(COLUMNS).map((of) => of(row)))).join('');
    if (rows.length < PAGE) return;
    last = rows.at(-1);
  }
}
