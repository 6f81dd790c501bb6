import { checkHeader, type ColumnMap } from './column-map.js';
import { type ImportedOrder, OrderDraft } from './order-draft.js';
import { OrderWindow } from './order-window.js';
import { documentOf, type Row } from './row-fields.js';

/** Rows of a file, one by one or (faster) in chunks. */
export type Rows = AsyncIterable<Row | readonly Row[]> | Iterable<Row | readonly Row[]>;

/** Bounds of what is held in memory while reading. */
export interface ReadLimits {
  /** A document is handed out once this many rows went by without one of its own. */
  readonly windowRows?: number;
  /** Rows of open documents held at most. */
  readonly heldRows?: number;
  /** Documents that one further pass over the file puts together. */
  readonly documentsAPass?: number;
}

/**
 * Reads a file's orders in the order of their last rows, every line of a document in one order, in bounded memory.
 *
 * Rows of one document are mostly neighbours, so a document is handed out when `windowRows` rows have gone by without it. If a
 * later row belongs to it after all, the file is opened again at the end and such documents are handed out once more, whole and
 * one millisecond newer, so that they replace what was handed out before.
 * Throws `ColumnMapError` when the first row lacks a column of the map.
 */
export async function* readOrders(
  openRows: () => Rows,
  map: ColumnMap,
  { windowRows = 5_000, heldRows = 100_000, documentsAPass = 20_000 }: ReadLimits = {},
): AsyncGenerator<ImportedOrder> {
  const window = new OrderWindow(map, windowRows, heldRows);
  let first = true;
  for await (const chunk of openRows()) {
    for (const row of rowsOf(chunk)) {
      if (first) checkHeader(Object.keys(row), map);
      first = false;
      // Not `yield*`, which awaits even when there is nothing.
      for (const order of window.add(row)) yield order;
    }
  }
  yield* window.finish();
  const late = [...window.late];
  for (let from = 0; from < late.length; from += documentsAPass) {
    yield* rereadOrders(openRows(), map, new Set(late.slice(from, from + documentsAPass)));
  }
}

/** One pass over the file for documents whose rows lie too far apart. */
async function* rereadOrders(
  rows: Rows,
  map: ColumnMap,
  documents: ReadonlySet<string>,
): AsyncGenerator<ImportedOrder> {
  const drafts = new Map<string, OrderDraft>();
  let number = 0;
  for await (const chunk of rows) {
    for (const row of rowsOf(chunk)) {
      number += 1;
      const document = documentOf(row, map);
      if (!documents.has(document)) continue;
      let draft = drafts.get(document);
      if (!draft) drafts.set(document, (draft = new OrderDraft(document, number, row, map)));
      draft.add(row, number);
    }
  }
  for (const draft of drafts.values()) yield draft.finish(true);
}

function rowsOf(chunk: Row | readonly Row[]): readonly Row[] {
  return Array.isArray(chunk) ? (chunk as readonly Row[]) : [chunk as Row];
}
