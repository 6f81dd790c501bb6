import { DEFAULT_RISK_POLICY, validateRiskPolicy, type RiskPolicy } from '../risk/risk-policy.js';

/** Where a customer stands in its life with the company. */
export type Stage = 'potential' | 'intent' | 'new' | 'growing' | 'mature' | 'losing' | 'churned' | 'reacquired';

/** When a customer is `growing`. */
export interface GrowthPolicy {
  /** Last three closed months ÷ the three before: growing from `enter` on, until below `leave`. */
  enter: number;
  leave: number;
  /** Purchase days that the last three closed months ask for; at least 1. */
  purchaseDays: number;
  /** Growing as well: first order less than `youngDays` ago and `youngPurchaseDays` purchase days. */
  youngDays: number;
  youngPurchaseDays: number;
}

/** The thresholds of the stages, in days and distinct purchase days. */
export interface StagePolicy {
  risk: RiskPolicy;
  growth: GrowthPolicy;
  /** Days after a month's last day that late revisions have before the month is closed. */
  graceDays: number;
  /** Days after the returning order in which a customer is `reacquired`. */
  reacquiredDays: number;
  /** `new`: first order at most `newDays` ago and less than `newPurchaseDays` purchase days. */
  newDays: number;
  newPurchaseDays: number;
  /** A quote, draft, cart or inquiry in the trailing `intentDays` makes an `intent`. */
  intentDays: number;
}

export const DEFAULT_STAGE_POLICY: StagePolicy = {
  risk: DEFAULT_RISK_POLICY,
  growth: { enter: 1.2, leave: 1, purchaseDays: 2, youngDays: 180, youngPurchaseDays: 3 },
  graceDays: 3,
  reacquiredDays: 90,
  newDays: 60,
  newPurchaseDays: 3,
  intentDays: 90,
};

/** Every fault of a policy as a sentence; empty for a valid one. */
export function validateStagePolicy(policy: StagePolicy): string[] {
  const faults = validateRiskPolicy(policy.risk).map((fault) => `risk.${fault}`);
  const { growth } = policy;
  const counts: [name: string, value: number, least: number][] = [
    ['graceDays', policy.graceDays, 0],
    ['reacquiredDays', policy.reacquiredDays, 0],
    ['newDays', policy.newDays, 0],
    ['newPurchaseDays', policy.newPurchaseDays, 1],
    ['intentDays', policy.intentDays, 1],
    ['growth.purchaseDays', growth.purchaseDays, 1],
    ['growth.youngDays', growth.youngDays, 0],
    ['growth.youngPurchaseDays', growth.youngPurchaseDays, 1],
  ];
  for (const [name, value, least] of counts) {
    if (!Number.isInteger(value) || value < least) faults.push(`${name} must be a whole number, ${least} or more`);
  }
  if (!(growth.leave > 0 && growth.enter >= growth.leave))
    faults.push('growth.enter must not be below growth.leave, nor that 0');
  return faults;
}
