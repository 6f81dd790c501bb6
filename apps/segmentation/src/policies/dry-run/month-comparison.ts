import { addMonths, monthBounds, type Amount, type Day, type Month } from '@orderweave/domain-ordering';
import { classifyClose, knownSince, type CloseChange, type Tier } from '@orderweave/domain-segmentation';
import type { CustomerState } from '../../ledger/customer-state.js';
import { ChangeTally } from './change-tally.js';
import type { CloseCounts, MonthDryRunResponse } from './dry-run-response.js';

/** The tier of a net amount in a month, by the policy that is in force for it and by the one that is tried. */
export interface TwoCuts {
  readonly inForce: (amount: Amount) => Tier;
  readonly tried: (amount: Amount) => Tier;
}

/** A month, and the one before it (undefined before the first with orders). */
export interface ComparedMonth {
  readonly month: Month;
  readonly closed: boolean;
  readonly comparedWith: string;
  readonly cuts: TwoCuts;
  readonly previous: TwoCuts | undefined;
}

const SIDES = ['inForce', 'tried'] as const;

/** What another policy makes of one month: who has another tier, and which changes from the month before it tells at the close. */
export class MonthComparison {
  private readonly tally = new ChangeTally();
  private readonly tiers = { inForce: noTiers(), tried: noTiers() };
  private readonly closes = { inForce: noCloses(), tried: noCloses() };
  private readonly first: Day;
  private readonly last: Day;
  private readonly before: Month;

  constructor(private readonly of: ComparedMonth) {
    ({ first: this.first, last: this.last } = monthBounds(of.month));
    this.before = addMonths(of.month, -1);
  }

  /** Takes up a customer; returns whether its tier changes. */
  add({ ledger, amounts, customerId }: CustomerState): boolean {
    const known = knownSince(ledger) ?? Number.POSITIVE_INFINITY;
    if (known > this.last) return false;
    const { month, cuts, previous } = this.of;
    const amount = amounts.get(month) ?? 0n;
    const tiers = { inForce: cuts.inForce(amount), tried: cuts.tried(amount) };
    for (const side of SIDES) {
      this.tiers[side][tiers[side]]++;
      if (known >= this.first) continue;
      const change = classifyClose(previous ? previous[side](amounts.get(this.before) ?? 0n) : 'D', tiers[side]);
      if (change !== null) this.closes[side][change]++;
    }
    if (tiers.inForce === tiers.tried) return false;
    this.tally.add({ customerId, from: tiers.inForce, to: tiers.tried, amount });
    return true;
  }

  told(): MonthDryRunResponse {
    const { month, closed, comparedWith } = this.of;
    const transitions = closed ? this.closes : null;
    return { month, closed, comparedWith, tiers: this.tiers, ...this.tally.told(), closes: transitions };
  }
}

function noTiers(): Record<Tier, number> {
  return { A: 0, B: 0, C: 0, D: 0 };
}

function noCloses(): CloseCounts & Record<CloseChange, number> {
  return { up: 0, down: 0, 'abnormal-stop': 0, sleeping: 0 };
}
