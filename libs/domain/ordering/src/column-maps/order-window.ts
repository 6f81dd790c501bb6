import type { ColumnMap } from './column-map.js';
import { KeySet } from './key-set.js';
import { type ImportedOrder, OrderDraft } from './order-draft.js';
import { documentOf, type Row } from './row-fields.js';

// One for all rows that close nothing, which is most of them.
const NONE: readonly ImportedOrder[] = [];

/**
 * Puts rows together to orders. Holds the documents seen lately; invariant: `open` is ordered by last row, and a document is either
 * open, handed out whole, or `late`: handed out before a further row of it came.
 */
export class OrderWindow {
  private readonly seen = new KeySet();
  private readonly open = new Map<string, OrderDraft>();
  private current: OrderDraft | undefined;
  private heldRows = 0;
  private rows = 0;
  readonly late = new Set<string>();

  constructor(
    private readonly map: ColumnMap,
    private readonly windowRows: number,
    private readonly mostHeldRows: number,
  ) {}

  /** Takes the next row and hands out the orders that have waited long enough. */
  add(row: Row): readonly ImportedOrder[] {
    const number = (this.rows += 1);
    const draft = this.draftOf(documentOf(row, this.map), row, number);
    if (!draft) return NONE;
    this.heldRows -= draft.keptRows;
    draft.add(row, number);
    this.heldRows += draft.keptRows;
    let handed: ImportedOrder[] | undefined;
    for (const oldest of this.open.values()) {
      const fresh = oldest.lastRow > number - this.windowRows && this.heldRows <= this.mostHeldRows;
      if (fresh || oldest === draft) break;
      this.open.delete(oldest.document);
      this.heldRows -= oldest.keptRows;
      (handed ??= []).push(oldest.finish(false));
    }
    return handed ?? NONE;
  }

  /** Hands out what is left at the end of the file. */
  finish(): ImportedOrder[] {
    const handed = [...this.open.values()].map((draft) => draft.finish(false));
    this.open.clear();
    return handed;
  }

  private draftOf(document: string, row: Row, number: number): OrderDraft | undefined {
    if (this.current?.document === document && this.open.has(document)) return this.current;
    if (this.late.has(document)) return undefined;
    let draft = this.open.get(document);
    // Taken out and put back at the end: the first of `open` is the one that has waited longest.
    if (draft) this.open.delete(document);
    else if (this.seen.add(document)) draft = new OrderDraft(document, number, row, this.map);
    else {
      this.late.add(document);
      return undefined;
    }
    this.open.set(document, draft);
    return (this.current = draft);
  }
}
