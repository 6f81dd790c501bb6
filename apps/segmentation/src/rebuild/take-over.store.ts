import { wideStatement, type Transaction } from '@orderweave/postgres';
import { CARRIED_TABLES, REBUILT_TABLES, type RebuiltTable } from './rebuilt-tables.js';
import type { Schemas } from './shadow-schema.js';

/** How far the shadow's counters are put ahead of the live ones: they make the ids of what is told, and no id may come twice. */
const AHEAD = 1_000;

/** Copies what the handlers judge by from the live state, as of one moment. Call it in a transaction of the shadow. */
export async function carryOver(tx: Transaction, { live, shadow }: Schemas): Promise<void> {
  await tx.execute(wideStatement('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ'));
  for (const table of [...CARRIED_TABLES].reverse()) await tx.execute(wideStatement(`DELETE FROM ${shadow}.${table}`));
  for (const table of CARRIED_TABLES) {
    await tx.execute(
      wideStatement(`INSERT INTO ${shadow}.${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${live}.${table}`),
    );
  }
}

/** What customers are judged by besides their orders, as text that changes with it: days, models, policies, closed months. */
export async function readFooting(tx: Pick<Transaction, 'query'>, schema: string): Promise<string> {
  const [row] = await tx.query<{ footing: string }>(
    wideStatement(
      `SELECT coalesce(string_agg(part, ';' ORDER BY part), '') AS footing FROM (
         SELECT concat_ws('/', 'clock', tenant, target_day) AS part FROM ${schema}.tenant_clock
         UNION ALL SELECT concat_ws('/', 'day', tenant, day) FROM ${schema}.turned_day
         UNION ALL SELECT concat_ws('/', 'model', tenant, max(version)) FROM ${schema}.gap_model GROUP BY tenant
         UNION ALL SELECT concat_ws('/', 'policy', tenant, max(id)) FROM ${schema}.policy_audit GROUP BY tenant
         UNION ALL SELECT concat_ws('/', 'months', tenant, count(*)) FROM ${schema}.month_close GROUP BY tenant) f`,
    ),
  );
  return row!.footing;
}

/** Takes over what is history or work of the live service, and puts the counters ahead; rows that have nothing new stay untouched. */
export async function takeOver(tx: Transaction, schemas: Schemas, tables = [...REBUILT_TABLES.keys()]): Promise<void> {
  for (const name of tables) {
    const table = REBUILT_TABLES.get(name)!;
    if (table.keepsRows) await takeOverRows(tx, schemas, name, table);
    const taken = [...table.history, ...(table.work ?? [])];
    const sets = taken.map((column) => `${column} = l.${column}`);
    const differs = taken.length > 0 ? [`(${row('s', taken)}) IS DISTINCT FROM (${row('l', taken)})`] : [];
    if (table.wake) {
      const isOld = `(${row('s', table.history)}) IS DISTINCT FROM (${row('l', table.history)})`;
      sets.push(`${table.wake} = CASE WHEN ${isOld} THEN 0 ELSE s.${table.wake} END`);
    }
    if (table.counter) {
      sets.push(`${table.counter} = greatest(s.${table.counter}, l.${table.counter} + ${AHEAD})`);
      differs.push(`s.${table.counter} <= l.${table.counter}`);
    }
    if (sets.length === 0) continue;
    await tx.execute(
      wideStatement(
        `UPDATE ${schemas.shadow}.${name} s SET ${sets.join(', ')} FROM ${schemas.live}.${name} l
          WHERE ${sameKey(table)} AND (${differs.join(' OR ')})`,
      ),
    );
  }
}

/** Rows that are history by themselves: tiers of closed months, also of who had no order. */
async function takeOverRows(
  tx: Transaction,
  { live, shadow }: Schemas,
  name: string,
  { key, counter, history }: RebuiltTable,
): Promise<void> {
  const columns = [...key, counter!, ...history].join(', ');
  await tx.execute(
    wideStatement(
      `INSERT INTO ${shadow}.${name} (${columns}) SELECT ${columns} FROM ${live}.${name}
        WHERE ${history[0]} IS NOT NULL ON CONFLICT DO NOTHING`,
    ),
  );
}

/** The condition that `l` and `s` are the same row. */
export function sameKey({ key }: RebuiltTable): string {
  return key.map((column) => `l.${column} = s.${column}`).join(' AND ');
}

/** Columns of a table as the fields of a row. */
export function row(alias: string, columns: readonly string[]): string {
  return columns.map((column) => `${alias}.${column}`).join(', ');
}
