import { BandLadder } from './band-ladder.js';
import { resolveTierPolicy, withMinimums, type TierPolicy } from './tier-policy.js';
import type { LadderTier } from './tier.js';

/** The exact tiers of one tenant's month while amounts change. Agrees with `rankAll` always. */
export class TierLadder extends BandLadder<LadderTier> {
  constructor(policy: TierPolicy) {
    const resolved = resolveTierPolicy(policy);
    super({ ...resolved, names: ['A', 'B', 'C'], adjust: (thresholds) => withMinimums(thresholds, resolved) });
  }
}
