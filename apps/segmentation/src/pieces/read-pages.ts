import type { Statement, Transaction } from '@orderweave/postgres';

/**
 * The rows of a named statement as they are when it begins, a page at a time, whatever the transaction writes meanwhile: a statement that
 * asks for the next page each time would pass over all rows that were written since.
 */
export async function* readPages<Row>(
  tx: Transaction,
  { name, text }: Statement,
  values: readonly unknown[],
  rows: number,
): AsyncGenerator<Row[], undefined> {
  tx.write({ text: `DECLARE "${name}" NO SCROLL CURSOR FOR ${text}` }, values);
  try {
    for (const fetch = { text: `FETCH ${rows} FROM "${name}"` }; ;) {
      const page = await tx.query<Row & Record<string, unknown>>(fetch);
      if (page.length > 0) yield page;
      if (page.length < rows) return;
    }
  } finally {
    tx.write({ text: `CLOSE "${name}"` });
  }
}
