import { describe, expect, it } from '@jest/globals';
import { migrationMatrix, type TierMove } from './migration-matrix.js';

const move = (from: TierMove['from'], to: TierMove['to'], customers: number): TierMove => {
  return { from, to, customers, amountFrom: BigInt(10 * customers), amountTo: BigInt(customers) };
};

describe('the migration matrix', () => {
  it('has every pair once, in the order of tiers, and adds up what comes in parts', () => {
    const { cells, ...sums } = migrationMatrix([
      move('A', 'B', 2),
      move('A', 'B', 3),
      move('D', 'C', 1),
      move(null, 'A', 4),
    ]);
    expect(cells).toHaveLength(24);
    expect(cells.slice(0, 6).map(({ from, to }) => `${from}${to}`)).toEqual(['AA', 'AB', 'AC', 'AD', 'Anull', 'BA']);
    expect(cells[1]).toEqual({ from: 'A', to: 'B', customers: 5, amountFrom: 50n, amountTo: 5n });
    expect(sums).toEqual({ up: 1, down: 5, kept: 0, arrived: 4, departed: 0 });
  });

  it('tells those who stayed, went down or left apart', () => {
    const { up, down, kept, departed } = migrationMatrix([
      move('C', 'C', 1),
      move('B', 'D', 2),
      move('D', 'A', 3),
      move('A', null, 4),
    ]);
    expect({ up, down, kept, departed }).toEqual({ up: 3, down: 2, kept: 1, departed: 4 });
    expect(() => migrationMatrix([move(null, null, 1)])).toThrow(RangeError);
  });
});
