import { formatInstant, parseInstant } from '../instant.js';
import type { ColumnMap } from './column-map.js';
import { readTime } from './local-time.js';
import { identifiersOf, lineOf, orderFieldsOf, readCell, type Row } from './row-fields.js';

/** An order of a file, ready for the same gate as any other order; its texts are those of the file. */
export interface ImportedOrder {
  /** `<channel>/<external id>`. */
  readonly document: string;
  /** An `OrderSubmission` if the file is in order; `submissionFaults` tells. */
  readonly submission: Readonly<Record<string, unknown>>;
  /** Number of the document's first row, the header being row 0. */
  readonly firstRow: number;
  readonly rows: number;
}

/** Lines that one submission may have; a document with more is refused by its validation, so they need not be kept. */
const MOST_LINES = 10_000;

/** Collects the rows of one document. */
export class OrderDraft {
  private readonly lines: Record<string, string>[] = [];
  private readonly fields: Record<string, unknown>;
  private readonly seenCells: { placedAt?: string; updatedAt?: string } = {};
  private rows = 0;
  /** Number of the newest row. */
  lastRow: number;

  constructor(
    readonly document: string,
    private readonly firstRow: number,
    first: Row,
    private readonly map: ColumnMap,
  ) {
    this.lastRow = firstRow;
    this.fields = orderFieldsOf(first, map);
  }

  /** Adds a row: its line, and of its order's fields what no row before had, the earliest placed-at and the latest updated-at. */
  add(row: Row, number: number): void {
    this.rows += 1;
    this.lastRow = number;
    this.keepTime('placedAt', row, -1);
    if (this.map.order.updatedAt) this.keepTime('updatedAt', row, 1);
    const identifiers = this.fields['identifiers'] ? undefined : identifiersOf(row, this.map);
    if (identifiers) this.fields['identifiers'] = identifiers;
    if (this.lines.length <= MOST_LINES) this.lines.push(lineOf(row, this.map));
  }

  /** The rows that memory is used for. */
  get keptRows(): number {
    return this.lines.length;
  }

  /** The document as an order. `reread`: it was handed out before without all of its lines, so that it must count as newer. */
  finish(reread: boolean): ImportedOrder {
    const { document, firstRow, rows } = this;
    const submission = { ...this.fields, lines: this.lines };
    return { document, firstRow, rows, submission: reread ? outrank(submission) : submission };
  }

  private keepTime(name: 'placedAt' | 'updatedAt', row: Row, sign: 1 | -1): void {
    const source = this.map.order[name];
    const cell = source && readCell(row, source);
    if (cell === undefined || cell === this.seenCells[name]) return;
    this.seenCells[name] = cell;
    const time = readTime(cell, this.map);
    const instant = parseInstant(time);
    const known = this.fields[name] === undefined ? undefined : parseInstant(String(this.fields[name]));
    // A time that cannot be read, once met, stays, so that it is reported.
    if (this.fields[name] !== undefined && known === undefined) return;
    if (known === undefined || instant === undefined || (instant - known) * sign > 0) this.fields[name] = time;
  }
}

/** One millisecond newer: of two readings of a document the one with all of its lines must win. */
function outrank(submission: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const instant = parseInstant(String(submission['updatedAt'] ?? submission['placedAt']));
  return instant === undefined ? submission : { ...submission, updatedAt: formatInstant(instant + 1) };
}
