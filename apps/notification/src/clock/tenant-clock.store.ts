import type { MovedClock } from '@orderweave/contracts';
import type { TenantClock } from '@orderweave/domain-notification';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const LOAD = statement('clock.load', 'SELECT tenant, mode, now FROM tenant_clock WHERE tenant = ANY($1::text[])');
// A clock never goes back: what arrives late or again changes nothing.
const SAVE = statement(
  'clock.save',
  `INSERT INTO tenant_clock AS known (tenant, mode, now)
   SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])
   ON CONFLICT (tenant) DO UPDATE SET mode = excluded.mode, now = excluded.now WHERE excluded.now >= known.now`,
);

interface ClockRow {
  tenant: string;
  mode: 'wall' | 'manual';
  now: Date;
}

/** The clocks of these tenants, as they were told last; a tenant that never set one is missing. */
export async function loadClocks(
  tx: Pick<Transaction, 'query'>,
  tenants: readonly string[],
): Promise<Map<string, TenantClock>> {
  const rows = await tx.query<ClockRow>(LOAD, [textArray(tenants)]);
  return new Map(rows.map(({ tenant, mode, now }) => [tenant, { mode, now: now.getTime() }]));
}

/** Keeps the latest clock of each tenant; at most one a tenant. */
export async function saveClocks(tx: Transaction, clocks: readonly MovedClock[]): Promise<void> {
  const sorted = [...clocks].sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
  await tx.execute(SAVE, [
    textArray(sorted.map(({ tenant }) => tenant)),
    plainArray(sorted.map(({ mode }) => mode)),
    plainArray(sorted.map(({ now }) => now)),
  ]);
}
