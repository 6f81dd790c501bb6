import type { ColumnMap, FieldSource } from './column-map.js';

/** One row of a file: cell by column. */
export type Row = Readonly<Record<string, string | undefined>>;

/** The value of a field in a row; undefined when there is none. */
export function readCell(row: Row, { column, value, stripSuffix }: FieldSource): string | undefined {
  if (column === undefined) return value;
  let cell = row[column]?.trim();
  if (stripSuffix !== undefined && cell?.endsWith(stripSuffix)) cell = cell.slice(0, -stripSuffix.length);
  return cell ? cell : value;
}

/** The key of the document that a row belongs to: `<channel>/<external id>`. */
export function documentOf(row: Row, { order }: ColumnMap): string {
  return `${readCell(row, order.channel) ?? ''}/${readCell(row, order.externalId) ?? ''}`;
}

/** An order's fields as its first row has them, but for times and lines. */
export function orderFieldsOf(row: Row, map: ColumnMap): Record<string, unknown> {
  const { country, placedAt: _placedAt, updatedAt: _updatedAt, ...plain } = map.order;
  const fields = cellsOf(row, plain) as Record<string, unknown>;
  if (map.creditNotePrefix !== undefined && fields['kind'] === undefined) {
    fields['kind'] = String(fields['externalId']).startsWith(map.creditNotePrefix) ? 'credit-note' : 'order';
  }
  const shipTo = country && readCell(row, country);
  if (shipTo !== undefined) fields['shipTo'] = { country: shipTo };
  const identifiers = identifiersOf(row, map);
  if (identifiers) fields['identifiers'] = identifiers;
  return fields;
}

/** The identifiers of a row; undefined when it has none. */
export function identifiersOf(row: Row, map: ColumnMap): { kind: string; value: string }[] | undefined {
  const identifiers = map.identifiers.flatMap(({ kind, source }) => {
    const value = readCell(row, source);
    return value === undefined ? [] : [{ kind, value }];
  });
  return identifiers.length ? identifiers : undefined;
}

/** A row's order line. */
export function lineOf(row: Row, { line }: ColumnMap): Record<string, string> {
  return cellsOf(row, line);
}

function cellsOf(row: Row, sources: Readonly<Record<string, FieldSource | undefined>>): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const name in sources) {
    const source = sources[name];
    const cell = source && readCell(row, source);
    if (cell !== undefined) cells[name] = cell;
  }
  return cells;
}
