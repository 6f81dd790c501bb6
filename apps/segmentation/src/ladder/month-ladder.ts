import { parseAmount, type Amount, type Month } from '@orderweave/domain-ordering';
import { byAmountAndId, LadderFilling, TierLadder, type LadderTier } from '@orderweave/domain-segmentation';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import { Breath, unhurried } from '../pieces/breath.js';
import type { StoredPlace } from './month-tier.store.js';
import type { Resident } from './partition-memory.js';

/** One text each, instead of one a row. */
const TIERS: readonly LadderTier[] = ['A', 'B', 'C'];
const PIECE = 1_000;

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

  /** Takes up a stored month. What was published before and no longer holds comes out of the next settlement. */
  async rebuild(pages: AsyncIterable<readonly StoredPlace[]>): Promise<void> {
    const filling = new LadderFilling();
    const published: [customerId: string, tier: LadderTier | null][] = [];
    for await (const page of pages) {
      for (const { customer_id: customerId, amount, version, live_tier: tier } of page) {
        if (amount !== null) filling.add(customerId, parseAmount(amount));
        if (version !== null) this.rebuiltFrom.set(customerId, version);
        published.push([customerId, TIERS.find((one) => one === tier) ?? null]);
      }
    }
    await unhurried(this.ladder.takeUp(filling));
    const breath = new Breath();
    for (const [index, [customerId, before]] of published.entries()) {
      const amount = this.ladder.amountOf(customerId) ?? 0n;
      const tier = this.ladder.bandOf(customerId);
      if (tier !== before) this.overdue.push({ customerId, tier, amountBefore: amount, amountAfter: amount });
      if (index % PIECE === 0) await breath.take();
    }
  }

  /** Sets a customer's amount, unless the rebuild knew a newer one. Whether it is more than it was. */
  set(customerId: string, amount: Amount, version: number): boolean {
    if (version <= (this.rebuiltFrom.get(customerId) ?? 0)) return false;
    const before = this.ladder.set(customerId, amount) ?? 0n;
    this.undo.push([customerId, before]);
    return amount > before;
  }

  /** Who crossed a boundary since the last settlement, each once, in pieces, which may be empty. */
  *settle(): Generator<Crossing[], undefined> {
    const { overdue } = this;
    this.overdue = [];
    const settlement = this.ladder.settlement();
    for (let at = 0; at < overdue.length; at += PIECE) {
      yield overdue.slice(at, at + PIECE).filter(({ customerId }) => !settlement.changeOf(customerId));
    }
    for (const piece of settlement.pieces()) {
      yield piece.sort(byAmountAndId).map(({ customerId, to, amountBefore, amountAfter }) => {
        return { customerId, tier: to, amountBefore, amountAfter };
      });
    }
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
