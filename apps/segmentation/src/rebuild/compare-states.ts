import { wideStatement, type Transaction } from '@orderweave/postgres';
import { REBUILT_TABLES, type RebuiltTable } from './rebuilt-tables.js';
import type { Schemas } from './shadow-schema.js';
import { row, sameKey } from './take-over.store.js';

/** Differences that are kept of a tenant, table and kind; all are counted. */
const KEPT = 1_000;

/** `state`: what the log makes it. `history`: what was published or noted at the time, beside what it would be now; it stays as it is. */
export type DifferenceBasis = 'state' | 'history';

/**
 * Compares the live state with the shadow, table by table, and keeps what differs. Call it in one transaction that sees both as of one moment,
 * at which both have read the same messages.
 */
export async function compareStates(tx: Transaction, schemas: Schemas, rebuildId: number): Promise<void> {
  const { live } = schemas;
  await tx.execute(wideStatement(`DELETE FROM ${live}.rebuild_difference WHERE rebuild_id = $1`), [rebuildId]);
  await tx.execute(wideStatement(`DELETE FROM ${live}.rebuild_count WHERE rebuild_id = $1`), [rebuildId]);
  for (const [name, table] of REBUILT_TABLES) {
    const columns = await readComparedColumns(tx, schemas, name, table);
    await keep(tx, schemas, { rebuildId, name, basis: 'state' }, differingRows(schemas, name, table, columns));
    if (table.history.length === 0) continue;
    await keep(tx, schemas, { rebuildId, name, basis: 'history' }, differingHistory(schemas, name, table));
  }
}

/** The columns of a table that say something that the log decides: also those that were added since this was written. */
async function readComparedColumns(
  tx: Transaction,
  { shadow }: Schemas,
  name: string,
  { key, counter, technical, history, work = [] }: RebuiltTable,
): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    wideStatement(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    ),
    [`${shadow}.${name}`],
  );
  const others = new Set([...key, ...technical, ...history, ...work, counter]);
  return rows.map((column) => column.name).filter((column) => !others.has(column));
}

function differingRows(
  { live, shadow }: Schemas,
  name: string,
  table: RebuiltTable,
  columns: readonly string[],
): string {
  const { key, present = 'true' } = table;
  return `SELECT ${key.map((column) => `coalesce(l.${column}, s.${column}) AS ${column}`).join(', ')},
                 CASE WHEN s.tenant IS NULL THEN 'only-live' WHEN l.tenant IS NULL THEN 'only-rebuilt' ELSE 'different' END AS kind,
                 CASE WHEN l.tenant IS NOT NULL THEN ${differing('l', 's', columns)} END AS live,
                 CASE WHEN s.tenant IS NOT NULL THEN ${differing('s', 'l', columns)} END AS rebuilt
            FROM (SELECT * FROM ${live}.${name} WHERE ${present}) l
            FULL JOIN (SELECT * FROM ${shadow}.${name} WHERE ${present}) s ON ${sameKey(table)}
           WHERE l.tenant IS NULL OR s.tenant IS NULL OR (${row('l', columns)}) IS DISTINCT FROM (${row('s', columns)})`;
}

function differingHistory({ live, shadow }: Schemas, name: string, table: RebuiltTable): string {
  const { key, history, recomputed } = table;
  const [first] = history;
  const [rebuilt, columns] = recomputed
    ? [`(SELECT *, ${recomputed} AS recomputed FROM ${shadow}.${name})`, [first!]]
    : [`${shadow}.${name}`, history];
  const now = (column: string) => `s.${recomputed ? 'recomputed' : column}`;
  const told = (alias: 'l' | 's') =>
    columns
      .map((column) => {
        const value = alias === 'l' ? `l.${column}` : now(column);
        return `CASE WHEN l.${column} IS DISTINCT FROM ${now(column)} THEN jsonb_build_object('${column}', ${value}::text) ELSE '{}' END`;
      })
      .join(' || ');
  return `SELECT ${row('l', key)}, 'different' AS kind, ${told('l')} AS live, ${told('s')} AS rebuilt
            FROM ${live}.${name} l JOIN ${rebuilt} s ON ${sameKey(table)}
           WHERE ${recomputed ? `l.${first} IS NOT NULL AND ` : ''}
                 (${row('l', columns)}) IS DISTINCT FROM (${columns.map(now).join(', ')})`;
}

/** The columns in which two rows differ, as JSON of texts: an amount must not become a number. */
function differing(of: string, from: string, columns: readonly string[]): string {
  return columns
    .map((column) => {
      const told = `jsonb_build_object('${column}', ${of}.${column}::text)`;
      return `CASE WHEN ${of}.${column} IS DISTINCT FROM ${from}.${column} THEN ${told} ELSE '{}' END`;
    })
    .join(' || ');
}

async function keep(
  tx: Transaction,
  { live }: Schemas,
  { rebuildId, name, basis }: { rebuildId: number; name: string; basis: DifferenceBasis },
  differences: string,
): Promise<void> {
  const { key } = REBUILT_TABLES.get(name)!;
  const named = key.map((column) => `'${column}', d.${column}`).join(', ');
  const order = key.map((column) => `d.${column}`).join(', ');
  await tx.execute(
    wideStatement(
      `WITH d AS MATERIALIZED (${differences}),
       counted AS (
         INSERT INTO ${live}.rebuild_count (rebuild_id, tenant, table_name, basis, kind, row_count)
         SELECT $1, tenant, $2, $3, kind, count(*) FROM d GROUP BY tenant, kind)
       INSERT INTO ${live}.rebuild_difference (rebuild_id, tenant, table_name, basis, kind, customer_id, key, live, rebuilt)
       SELECT $1, d.tenant, $2, $3, d.kind, d.customer_id, jsonb_build_object(${named}) - 'tenant' - 'customer_id', d.live, d.rebuilt
         FROM (SELECT *, row_number() OVER (PARTITION BY tenant, kind ORDER BY ${order}) AS place FROM d) d
        WHERE d.place <= ${KEPT} ORDER BY ${order}`,
    ),
    [rebuildId, name, basis],
  );
}
