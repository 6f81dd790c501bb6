import type { Amount } from '@orderweave/domain-ordering';
import { firstOutside, UNREACHABLE, type Cut, type ShareCuts } from './band-thresholds.js';
import type { LadderRows } from './ladder-rows.js';
import type { RankedTree } from './ranked-tree.js';

/**
 * The least amounts with which one customer would be in each band but the last, or a better one, while all others stay as they are.
 * Unlike the thresholds of the ladder they count the customer's own part: it is one of n, its money is part of the total, and
 * it is not ahead of itself.
 */
export function leastAmountsFor(
  row: number | undefined,
  tree: RankedTree,
  table: LadderRows,
  { basis, cuts }: ShareCuts,
): Amount[] {
  const others = new Others(row, tree, table);
  const least = basis === 'rank' ? leastByRank : leastByRevenue;
  return cuts.map((cut) => least(others, cut));
}

/** The ladder without one customer. */
class Others {
  readonly count: number;
  readonly sum: Amount;
  private readonly ownPosition: number;
  private readonly ownAmount: Amount;

  constructor(
    row: number | undefined,
    private readonly tree: RankedTree,
    private readonly table: LadderRows,
  ) {
    this.ownPosition = row === undefined ? Number.POSITIVE_INFINITY : tree.positionOf(row);
    this.ownAmount = row === undefined ? 0n : table.amountOf(row);
    this.count = row === undefined ? tree.count : tree.count - 1;
    this.sum = tree.sum - this.ownAmount;
  }

  amountAt(position: number): Amount {
    return this.table.amountOf(this.tree.rowAt(position < this.ownPosition ? position : position + 1));
  }

  sumBefore(position: number): Amount {
    if (position <= this.ownPosition) return this.tree.sumBefore(position);
    return this.tree.sumBefore(position + 1) - this.ownAmount;
  }

  /** Money of those with `amount` or more. */
  sumFrom(amount: Amount): Amount {
    const sum = this.tree.sumBefore(this.tree.countFrom(amount));
    return this.ownAmount >= amount ? sum - this.ownAmount : sum;
  }
}

/** At most `reach − 1` others may be ahead, so the amount of the next one is enough. */
function leastByRank(others: Others, cut: Cut): Amount {
  const reach = Number(firstOutside(cut, BigInt(others.count + 1)));
  if (reach === 0) return UNREACHABLE;
  return reach > others.count ? 1n : others.amountAt(reach - 1);
}

/**
 * With own amount x the condition is denominator × (others' money above x) < numerator × (others' money + x). It holds from some x on.
 * The least of the others' amounts that satisfies it is found by bisection; below that one, down to the next other, the money ahead
 * is constant and the condition linear in x.
 */
function leastByRevenue(others: Others, { numerator, denominator }: Cut): Amount {
  if (numerator === 0n) return UNREACHABLE;
  let low = 0; // positions below `low` satisfy the condition
  let high = others.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const holds = denominator * others.sumBefore(middle) < numerator * (others.sum + others.amountAt(middle));
    if (holds) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 1n; // nobody else is on the ladder
  const enough = others.amountAt(low - 1);
  const missing = denominator * others.sumFrom(enough) - numerator * others.sum;
  const between = missing < 0n ? 1n : missing / numerator + 1n;
  return between < enough ? between : enough;
}
