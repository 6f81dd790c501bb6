import { describe, expect, it } from '@jest/globals';
import type { ImportedOrder } from '@orderweave/domain-ordering';
import { ImportTally } from './import-tally.js';

const order = (document: string, rows: number): ImportedOrder => ({ document, rows, firstRow: 7, submission: {} });

describe('the tally of an import', () => {
  it('counts orders and rows by result, and tells how long it will take', () => {
    const tally = new ImportTally(1000, 5_000);
    expect(tally.progress(5_000)).toMatchObject({ percent: 0, rows: 0, orders: 0 });
    expect(tally.progress(5_000).etaSeconds).toBeUndefined();
    tally.read(250);
    tally.add(
      [order('a/1', 30), order('a/2', 10)],
      [
        { channel: 'a', result: 'accepted' },
        { channel: 'a', result: 'quarantined', faults: [{ field: '/sku', rule: 'required' }] },
      ],
    );
    expect(tally.progress(7_000)).toMatchObject({ percent: 25, rows: 40, orders: 2, accepted: 1, quarantined: 1 });
    expect(tally.progress(7_000)).toMatchObject({ rowsPerSecond: 20, etaSeconds: 6 });
    expect(tally.progress(7_000).samples).toEqual([
      { document: 'a/2', row: 7, faults: [{ field: '/sku', rule: 'required' }] },
    ]);
  });

  it('keeps 100 % for the end', () => {
    const tally = new ImportTally(1000, 0);
    tally.read(1000);
    tally.read(10);
    expect(tally.progress(1).percent).toBe(99.9);
    expect(tally.progress(1, true)).toMatchObject({ percent: 100, etaSeconds: 0 });
  });
});
