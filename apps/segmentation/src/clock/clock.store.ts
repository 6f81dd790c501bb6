import { statement, type Transaction } from '@orderweave/postgres';
import type { Day } from '@orderweave/domain-ordering';

/** Wall: the clock of the machine. Manual: it stands until it is told. */
export type ClockMode = 'wall' | 'manual';

/** A tenant's clock as stored. */
export interface StoredClock {
  tenant: string;
  mode: ClockMode;
  /** Of a manual clock its instant, of a wall clock that of its last turn; epoch milliseconds. */
  now: number;
  /** The last day announced to the ladder. */
  targetDay: Day;
}

const COLUMNS = 'tenant, mode, now_ms, target_day';
const ALL = statement('clock.all', `SELECT ${COLUMNS} FROM tenant_clock`);
const LOCK = statement('clock.lock', `SELECT ${COLUMNS} FROM tenant_clock WHERE tenant = $1 FOR UPDATE`);
const SAVE = statement(
  'clock.save',
  `INSERT INTO tenant_clock (tenant, mode, now_ms, target_day) VALUES ($1, $2, $3, $4)
   ON CONFLICT (tenant) DO UPDATE SET mode = excluded.mode, now_ms = excluded.now_ms, target_day = excluded.target_day`,
);
// Held until the end of the transaction, since there is no row to lock before a clock was first set.
const FIRST = statement('clock.first', 'SELECT pg_advisory_xact_lock(hashtext($1))');
const STARTED = statement('clock.started', 'SELECT EXISTS (SELECT 1 FROM customer WHERE tenant = $1) AS started');
const BEHIND = statement(
  'clock.behind',
  `SELECT coalesce(sum(k.target_day - coalesce(d.day, k.target_day - 1)), 0)::int AS days
     FROM tenant_clock k LEFT JOIN turned_day d USING (tenant)`,
);

type Reader = Pick<Transaction, 'query'>;
type Row = { tenant: string; mode: ClockMode; now_ms: string; target_day: number };

/** All clocks that were ever set. */
export async function readClocks(reader: Reader): Promise<StoredClock[]> {
  return (await reader.query<Row>(ALL)).map(clockOf);
}

/** Locks a tenant's clock; undefined before it was first set, and then nobody else can set it meanwhile. */
export async function lockClock(tx: Transaction, tenant: string): Promise<StoredClock | undefined> {
  await tx.query(FIRST, [`clock/${tenant}`]);
  const [row] = await tx.query<Row>(LOCK, [tenant]);
  return row && clockOf(row);
}

export async function saveClock(tx: Transaction, { tenant, mode, now, targetDay }: StoredClock): Promise<void> {
  await tx.execute(SAVE, [tenant, mode, now, targetDay]);
}

/** Whether anything was recorded of a tenant: then its clock runs. */
export async function hasCustomers(reader: Reader, tenant: string): Promise<boolean> {
  const [row] = await reader.query<{ started: boolean }>(STARTED, [tenant]);
  return row?.started === true;
}

/** Days announced that the ladder has not turned to yet, over all tenants. */
export async function countDaysBehind(reader: Reader): Promise<number> {
  const [row] = await reader.query<{ days: number }>(BEHIND);
  return row?.days ?? 0;
}

function clockOf({ tenant, mode, now_ms, target_day }: Row): StoredClock {
  return { tenant, mode, now: Number(now_ms), targetDay: target_day };
}
