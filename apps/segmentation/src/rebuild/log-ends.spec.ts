import { describe, expect, it } from '@jest/globals';
import { LogIncompleteError, missingFrom } from './log-ends.js';

const ends = (...first: bigint[]) => first.map((offset, partition) => ({ partition, first: offset, end: 100n }));

describe('a log that lost its beginning', () => {
  it('rebuilds nothing, and says which partitions', () => {
    expect(() => missingFrom(ends(0n, 7n, 9n), new Map())).toThrow(LogIncompleteError);
    expect(() => missingFrom(ends(0n, 7n), new Map())).toThrow('partition 1 begins at offset 7');
    expect(() => missingFrom(ends(0n, 0n), new Map())).not.toThrow();
  });

  it('is of no matter to a rebuild that had read further', () => {
    expect(() => missingFrom(ends(0n, 7n), new Map([[1, 7n]]))).not.toThrow();
    expect(() => missingFrom(ends(0n, 7n), new Map([[1, 6n]]))).toThrow(LogIncompleteError);
  });
});
