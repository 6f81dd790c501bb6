import { Readable } from 'node:stream';
import { csvRow } from '@orderweave/service';
import type { RebuildDifference } from './rebuild.store.js';

const HEADER = ['table', 'basis', 'kind', 'customer_id', 'key', 'column', 'live', 'rebuilt'];

/** Gives a page of differences and the cursor of the next. */
export type DifferencesPage = (
  cursor: string | undefined,
) => Promise<{ rows: RebuildDifference[]; next: string | null }>;

/** All differences as CSV, one row a column that differs, read as fast as the receiver takes it. */
export function streamDifferences(page: DifferencesPage): Readable {
  return Readable.from(linesOf(page));
}

async function* linesOf(read: DifferencesPage): AsyncGenerator<string> {
  yield csvRow(HEADER);
  for (let cursor: string | undefined | null; cursor !== null;) {
    const page: Awaited<ReturnType<DifferencesPage>> = await read(cursor);
    yield page.rows.map(linesOfRow).join('');
    cursor = page.next;
  }
}

function linesOfRow({ table_name, basis, kind, customer_id, key, live, rebuilt }: RebuildDifference): string {
  const which = Object.entries(key)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  const columns = Object.keys({ ...live, ...rebuilt });
  return columns
    .map((column) => csvRow([table_name, basis, kind, customer_id, which, column, live?.[column], rebuilt?.[column]]))
    .join('');
}
