import { parseAmount, type Amount, type Month } from '@orderweave/domain-ordering';
import { TierLadder, type LadderTier } from '@orderweave/domain-segmentation';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import type { StoredMonth } from './month-tier.store.js';
import type { Resident } from './partition-memory.js';

/** A customer whose published tier no longer holds. */
export interface Crossing {
  readonly customerId: string;
  readonly tier: LadderTier | null;
  readonly amountBefore: Amount;
  readonly amountAfter: Amount;
}

/** One tenant's month in memory: the ladder, and the versions of the amounts that it was rebuilt from. */
export class MonthLadder implements Resident {
  readonly ladder: TierLadder;
  /** Amounts that the rebuild found ahead of the stream; older ones that still arrive say nothing new. */
  private readonly rebuiltFrom = new Map<string, number>();
  private overdue: Crossing[] = [];
  private undo: [customerId: string, amount: Amount][] = [];

  constructor(
    readonly tenant: string,
    readonly month: Month,
    readonly policy: SegmentationPolicy,
  ) {
    this.ladder = new TierLadder(policy.tiers);
  }

  /** Takes up a stored month. What was published before and no longer holds comes out of the next `settle`. */
  rebuild({ amounts, published }: Pick<StoredMonth, 'amounts' | 'published'>): void {
    for (const { customer_id, version } of amounts) this.rebuiltFrom.set(customer_id, version);
    this.ladder.rebuild(amounts.map(({ customer_id, amount }) => [customer_id, parseAmount(amount)] as const));
    const before = new Map(published.map(({ customer_id, live_tier }) => [customer_id, live_tier]));
    for (const { customerId, amount, band: tier } of this.ladder.entries()) {
      if (before.get(customerId) !== tier)
        this.overdue.push({ customerId, tier, amountBefore: amount, amountAfter: amount });
      before.delete(customerId);
    }
    for (const customerId of before.keys()) {
      this.overdue.push({ customerId, tier: null, amountBefore: 0n, amountAfter: 0n });
    }
  }

  /** Sets a customer's amount, unless the rebuild knew a newer one. Whether it is more than it was. */
  set(customerId: string, amount: Amount, version: number): boolean {
    if (version <= (this.rebuiltFrom.get(customerId) ?? 0)) return false;
    const before = this.ladder.set(customerId, amount) ?? 0n;
    this.undo.push([customerId, before]);
    return amount > before;
  }

  /** Who crossed a boundary since the last settlement, each once. */
  settle(): Crossing[] {
    const crossings = new Map(this.overdue.map((crossing) => [crossing.customerId, crossing]));
    for (const { customerId, to, amountBefore, amountAfter } of this.ladder.settle()) {
      crossings.set(customerId, { customerId, tier: to, amountBefore, amountAfter });
    }
    this.overdue = [];
    return [...crossings.values()];
  }

  /** The transaction committed: what was set stays. */
  keep(): void {
    this.undo = [];
  }

  /** The transaction rolled back: puts the amounts back as they were before it. */
  revert(): void {
    for (const [customerId, amount] of this.undo.reverse()) this.ladder.set(customerId, amount);
    this.undo = [];
    this.ladder.settle();
  }
}
