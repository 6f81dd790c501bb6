import type { Amount } from '@orderweave/domain-ordering';
import { diffPolicies } from '@orderweave/domain-segmentation';
import { judgeCustomer } from '../../deadlines/judge-customer.js';
import { publishJudgement, type Occasion } from '../../deadlines/publish-judgement.js';
import type { CustomerState } from '../../ledger/customer-state.js';
import type { TenantMoment } from '../../models/tenant-moment.js';
import type { SegmentationPolicy } from '../segmentation-policy.js';
import { ChangeTally } from './change-tally.js';

/** What another policy makes of stages and risks as of the tenant's day, and what its coming into force would tell. */
export class StandingComparison {
  readonly stages = new ChangeTally();
  readonly risks = new ChangeTally();
  transitions = 0;
  alertable = 0;
  private readonly policy: SegmentationPolicy;
  private readonly same: boolean;
  private readonly occasion: Occasion;

  constructor(
    tried: SegmentationPolicy,
    private readonly moment: TenantMoment,
  ) {
    // A version that comes into force leaves the grace of the month before to the one that had it.
    const { graceDays } = moment.policy.stages;
    this.policy = { ...tried, stages: { ...tried.stages, graceDays } };
    this.same = diffPolicies(moment.policy.stages, this.policy.stages).length === 0;
    const cause = { type: 'policy' as const, ref: tried.version };
    this.occasion = { effectiveAt: moment.now, cause: () => cause };
  }

  /** Takes up a customer; returns whether its stage or risk changes. */
  add(state: CustomerState): boolean {
    if (this.same || state.evaluatedOn === null) return false;
    const day = Math.max(this.moment.day, state.ledger.purchaseDays.at(-1) ?? this.moment.day);
    const now = judgeCustomer(state, day, this.moment);
    const then = judgeCustomer(state, day, this.moment, { policy: this.policy });
    const published = { ...state, stage: now.stage, risk: now.risk?.risk ?? null };
    const changes = publishJudgement(published, then, this.moment, this.occasion);
    for (const { kind, from, to, customerId, alertable } of changes) {
      const tally = kind === 'stage' ? this.stages : this.risks;
      tally.add({ customerId, from, to, amount: totalOf(state) });
      this.transitions++;
      if (alertable) this.alertable++;
    }
    return changes.length > 0;
  }
}

function totalOf({ amounts }: CustomerState): Amount {
  let total = 0n;
  for (const amount of amounts.values()) total += amount;
  return total;
}
