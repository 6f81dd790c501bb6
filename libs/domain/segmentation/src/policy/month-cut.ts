import type { Amount } from '@orderweave/domain-ordering';
import { bandIndexOf, firstOutside, UNREACHABLE } from '../ladder/band-thresholds.js';
import { resolveTierPolicy, withMinimums, type TierPolicy } from '../ladder/tier-policy.js';
import type { LadderTier, Tier } from '../ladder/tier.js';

const TIERS: readonly LadderTier[] = ['A', 'B', 'C'];

/** What a month's positive amounts come to. */
export interface MonthTotals {
  readonly customers: number;
  readonly amount: Amount;
}

/**
 * Where a policy cuts a month, found in one pass over its amounts from the largest to the smallest without holding them; the tiers are
 * those of `rankAll`. Equal amounts share a tier, so that two amounts say it all.
 */
export class MonthCut {
  private readonly policy;
  private readonly reaches: readonly bigint[];
  private readonly least: Amount[];
  private customersAhead = 0;
  private amountAhead: Amount = 0n;

  constructor(policy: TierPolicy, totals: MonthTotals) {
    this.policy = resolveTierPolicy(policy);
    const whole = this.policy.basis === 'rank' ? BigInt(totals.customers) : totals.amount;
    this.reaches = this.policy.cuts.map((cut) => firstOutside(cut, whole));
    this.least = this.reaches.map(() => UNREACHABLE);
  }

  /** Takes up all customers of an amount: positive, and less than every one before. */
  add(amount: Amount, customers: number): void {
    const ahead = this.policy.basis === 'rank' ? BigInt(this.customersAhead) : this.amountAhead;
    this.reaches.forEach((reach, index) => {
      if (ahead < reach) this.least[index] = amount;
    });
    this.customersAhead += customers;
    this.amountAhead += amount * BigInt(customers);
  }

  /** Looks tiers up once all amounts are taken up: of a net amount in the month, D without a positive one. */
  tiers(): (amount: Amount | undefined) => Tier {
    const thresholds = withMinimums(this.least, this.policy);
    return (amount = 0n) => (amount > 0n ? TIERS[bandIndexOf(amount, thresholds)]! : 'D');
  }
}
