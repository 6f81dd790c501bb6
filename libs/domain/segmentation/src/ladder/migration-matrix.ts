import type { Amount } from '@orderweave/domain-ordering';
import type { Tier } from './tier.js';

/** Customers that went from one tier to another between two months; null before a customer was known, or after it was merged away. */
export interface TierMove {
  from: Tier | null;
  to: Tier | null;
  customers: number;
  /** Their net amounts of the two months together. */
  amountFrom: Amount;
  amountTo: Amount;
}

/** The whole matrix: every pair of tiers that can be, row by row, and what it comes to. */
export interface MigrationMatrix {
  cells: TierMove[];
  up: number;
  down: number;
  kept: number;
  /** Not known yet in the earlier month. */
  arrived: number;
  /** No longer there in the later month. */
  departed: number;
}

const STANDINGS: readonly (Tier | null)[] = ['A', 'B', 'C', 'D', null];

/** Puts moves (of one pair any number) together to the matrix; pairs without a customer are in it with 0. */
export function migrationMatrix(moves: Iterable<TierMove>): MigrationMatrix {
  const cells = new Map<string, TierMove>();
  for (const from of STANDINGS) {
    for (const to of STANDINGS) {
      const cell = { from, to, customers: 0, amountFrom: 0n, amountTo: 0n };
      if (from !== null || to !== null) cells.set(`${from} ${to}`, cell);
    }
  }
  const matrix: MigrationMatrix = { cells: [...cells.values()], up: 0, down: 0, kept: 0, arrived: 0, departed: 0 };
  for (const { from, to, customers, amountFrom, amountTo } of moves) {
    const cell = cells.get(`${from} ${to}`);
    if (!cell) throw new RangeError('a customer that was in neither month did not move');
    cell.customers += customers;
    cell.amountFrom += amountFrom;
    cell.amountTo += amountTo;
    matrix[directionOf(from, to)] += customers;
  }
  return matrix;
}

function directionOf(from: Tier | null, to: Tier | null): 'up' | 'down' | 'kept' | 'arrived' | 'departed' {
  if (from === null) return 'arrived';
  if (to === null) return 'departed';
  if (from === to) return 'kept';
  return to < from ? 'up' : 'down';
}
